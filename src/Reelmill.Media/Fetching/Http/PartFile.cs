using System.Text.Json;

namespace Reelmill.Media.Fetching.Http;

/// <summary>A download in progress: <c>TARGET.part</c> holds its bytes, and <c>TARGET.part.json</c> their version.</summary>
internal sealed class PartFile(string target)
{
    public const string Suffix = ".part";
    public const string StateSuffix = ".part.json";
    public const string DraftSuffix = ".part.json.new";

    private string DataPath => target + Suffix;

    private string StatePath => target + StateSuffix;

    public long Length => new FileInfo(DataPath) is { Exists: true } file ? file.Length : 0;

    /// <summary>Returns the state of the existing bytes if they are of this source and can be continued.</summary>
    public PartState? FindResumable(string source)
    {
        if (Length == 0 || !File.Exists(StatePath))
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(StatePath);
            var state = JsonSerializer.Deserialize(file, PartJson.Default.PartState);
            return state is { CanResume: true } && state.Source == source && !(Length > state.Length) ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Opens the bytes for appending, with an exclusive lock.</summary>
    /// <exception cref="IOException">The file is open elsewhere.</exception>
    public FileStream Open() => new(DataPath, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.Write,
        Share = FileShare.None,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
    });

    /// <summary>Truncates the opened file, and records the version of the bytes that follow.</summary>
    public void Restart(FileStream data, PartState state)
    {
        // The old bytes are removed before the new state is written: a kill in between must not leave them under the new version.
        data.SetLength(0);
        var draft = target + DraftSuffix;
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(state, PartJson.Default.PartState));
        File.Move(draft, StatePath, overwrite: true);
    }

    /// <summary>Renames the finished file to the target. The folder is not synced: a rename lost in a power failure means another download.</summary>
    public void Finish()
    {
        File.Move(DataPath, target, overwrite: true);
        File.Delete(StatePath);
    }

    public void Discard()
    {
        File.Delete(StatePath);
        File.Delete(DataPath);
    }
}
