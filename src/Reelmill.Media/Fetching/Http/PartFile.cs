using System.Text.Json;

namespace Reelmill.Media.Fetching.Http;

/// <summary>A download on its way: <c>TARGET.part</c> with its bytes and <c>TARGET.part.json</c> with their version.</summary>
internal sealed class PartFile(string target)
{
    public const string Suffix = ".part";
    public const string StateSuffix = ".part.json";
    public const string DraftSuffix = ".part.json.new";

    private string DataPath => target + Suffix;

    private string StatePath => target + StateSuffix;

    public long Length => new FileInfo(DataPath) is { Exists: true } file ? file.Length : 0;

    /// <summary>The state of the bytes that are there, when they are of this source and may be added to.</summary>
    public PartState? Resumable(string source)
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

    /// <summary>Opens the bytes to add to them; nobody else can meanwhile.</summary>
    /// <exception cref="IOException">Somebody else has them open.</exception>
    public FileStream Open() => new(DataPath, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.Write,
        Share = FileShare.None,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
    });

    /// <summary>Empties the opened bytes and notes the version of those that will come.</summary>
    public void Restart(FileStream data, PartState state)
    {
        // The old bytes go before the new state comes: a kill in between must not leave them under the new version.
        data.SetLength(0);
        var draft = target + DraftSuffix;
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(state, PartJson.Default.PartState));
        File.Move(draft, StatePath, overwrite: true);
    }

    /// <summary>Gives the finished bytes their name. Its folder is not synced: a name lost with the power is downloaded again.</summary>
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
