namespace Reelmill.Media.Fetching.Following;

/// <summary>Tells files that are whole from those that are still written.</summary>
/// <param name="time">The clock.</param>
/// <param name="settled">How long ago a file was last changed when it is whole.</param>
internal sealed class GrowingFiles(TimeProvider time, TimeSpan settled)
{
    private readonly Dictionary<string, Sighting> _growing = new(StringComparer.Ordinal);

    /// <summary>Whether a file has been found to grow since <see cref="Begin"/>.</summary>
    public bool AnyGrowing { get; private set; }

    /// <summary>Begins to look anew; what was seen of files is remembered.</summary>
    public void Begin()
    {
        if (!AnyGrowing)
        {
            _growing.Clear();
        }

        AnyGrowing = false;
    }

    /// <summary>Whether a file has not changed for long enough, by its own time or, where that is not to be believed, by ours.</summary>
    public bool IsWhole(string path)
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

        var isSame = _growing.TryGetValue(path, out var seen) && seen.Bytes == bytes && seen.Changed == changed;
        if (isSame && time.GetElapsedTime(seen.Since) >= settled)
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

    /// <summary>Whether a name may be expanded: the last line of a list must have ended, or nobody writes it any more.</summary>
    public bool IsReadable(string name)
    {
        if (!MediaExtensions.List.Contains(Path.GetExtension(name)) || !File.Exists(name))
        {
            return true;
        }

        return EndsWithLine(name) || IsWhole(name);
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
            // Whoever expands it says so.
            return true;
        }
    }

    private readonly record struct Sighting(long Bytes, DateTime Changed, long Since);
}
