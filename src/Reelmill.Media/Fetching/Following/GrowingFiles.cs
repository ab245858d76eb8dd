namespace Reelmill.Media.Fetching.Following;

/// <summary>Distinguishes complete files from files that are still being written.</summary>
/// <param name="time">The clock.</param>
/// <param name="settled">How long a file must be unchanged to count as complete.</param>
internal sealed class GrowingFiles(TimeProvider time, TimeSpan settled)
{
    private readonly Dictionary<string, Snapshot> _growing = new(StringComparer.Ordinal);

    /// <summary>Whether a file was found incomplete since <see cref="Begin"/>.</summary>
    public bool AnyGrowing { get; private set; }

    /// <summary>Begins a new scan. Earlier observations of files are kept.</summary>
    public void Begin()
    {
        if (!AnyGrowing)
        {
            _growing.Clear();
        }

        AnyGrowing = false;
    }

    /// <summary>
    /// Whether a file has been unchanged for long enough, by its modification time or, where that is implausible, by this
    /// process's clock.
    /// </summary>
    public bool IsComplete(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return false;
        }

        var (bytes, changed) = (file.Length, file.LastWriteTimeUtc);
        if (time.GetUtcNow().UtcDateTime - changed >= settled)
        {
            return true;
        }

        var isSame = _growing.TryGetValue(path, out var snapshot) && snapshot.Bytes == bytes && snapshot.Changed == changed;
        if (isSame && time.GetElapsedTime(snapshot.Since) >= settled)
        {
            return true;
        }

        if (!isSame)
        {
            _growing[path] = new(bytes, changed, time.GetTimestamp());
        }

        AnyGrowing = true;
        return false;
    }

    /// <summary>Whether a name may be expanded. The last line of a list must end in a line break, or the list must be complete.</summary>
    public bool IsReadable(string name)
    {
        if (!MediaExtensions.List.Contains(Path.GetExtension(name)) || !File.Exists(name))
        {
            return true;
        }

        return EndsWithLine(name) || IsComplete(name);
    }

    private static bool EndsWithLine(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length == 0)
            {
                return false;
            }

            file.Position = file.Length - 1;
            return file.ReadByte() is '\n' or '\r';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The expansion of the list reports the error.
            return true;
        }
    }

    private readonly record struct Snapshot(long Bytes, DateTime Changed, long Since);
}
