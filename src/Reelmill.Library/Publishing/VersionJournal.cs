using System.Text.Json;

namespace Reelmill.Library.Publishing;

/// <summary>
/// The versions of one stream whose upload to a target was started and whose files may still exist. The journal is written
/// before the first file of a version. Only files that the journal lists are ever removed; all others belong to somebody else.
/// </summary>
/// <param name="Versions">The names of the files in each version's folder, by the folder's name.</param>
internal sealed record VersionJournal(IReadOnlyDictionary<string, IReadOnlyList<string>> Versions)
{
    public const string FileName = "versions.json";

    public static VersionJournal Empty { get; } = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    /// <summary>Parses a journal; null when the bytes are not a journal. This program never writes a journal without versions, so an empty one is not its own.</summary>
    public static VersionJournal? Parse(byte[] json)
    {
        try
        {
            var versions = JsonSerializer.Deserialize<Dictionary<string, string[]>>(json);
            return versions is { Count: > 0 } && versions.All(static v => PublicFiles.IsVersionFolder(v.Key) && v.Value is not null && !v.Value.Contains(null))
                ? new(versions.ToDictionary(static v => v.Key, static v => (IReadOnlyList<string>)v.Value, StringComparer.Ordinal))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the journal with one more version and without versions that have no files left.</summary>
    public VersionJournal WithVersion(string version, IEnumerable<string> names, IReadOnlyDictionary<string, long> files) => new(
        Versions.Where(v => v.Key != version && v.Value.Any(name => files.ContainsKey($"{v.Key}/{name}")))
            .Append(new(version, [.. names.Order(StringComparer.Ordinal)]))
            .ToDictionary(StringComparer.Ordinal));

    /// <summary>Returns the paths of all files below the stream's folder, except those of some versions.</summary>
    public IEnumerable<string> GetPathsExcept(IReadOnlySet<string?> versions) =>
        Versions.Where(v => !versions.Contains(v.Key)).SelectMany(static v => v.Value.Select(name => $"{v.Key}/{name}"));

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, IReadOnlyList<string>>(Versions.ToDictionary(), StringComparer.Ordinal));
}
