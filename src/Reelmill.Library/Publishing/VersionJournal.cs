using System.Text.Json;

namespace Reelmill.Library.Publishing;

/// <summary>
/// The versions of one stream that were begun at a target and may still be there, with the names of their files. It is
/// written before the first file of a version, and it is the proof by which old files are removed: what it does not name
/// belongs to somebody else.
/// </summary>
/// <param name="Versions">The names of the files below a version's folder, by that folder.</param>
internal sealed record VersionJournal(IReadOnlyDictionary<string, IReadOnlyList<string>> Versions)
{
    public const string FileName = "versions.json";

    public static VersionJournal Empty { get; } = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    /// <summary>Reads a journal; null when the bytes are none. One is never written without a version, so that an empty one is of somebody else.</summary>
    public static VersionJournal? Parse(byte[] json)
    {
        try
        {
            var versions = JsonSerializer.Deserialize<Dictionary<string, string[]>>(json);
            return versions is { Count: > 0 } && versions.All(static v => PublicFiles.IsVersion(v.Key) && v.Value is not null && !v.Value.Contains(null))
                ? new(versions.ToDictionary(static v => v.Key, static v => (IReadOnlyList<string>)v.Value, StringComparer.Ordinal))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The journal with one more version, without those of which no file is left.</summary>
    public VersionJournal With(string version, IEnumerable<string> names, IReadOnlyDictionary<string, long> files) => new(
        Versions.Where(v => v.Key != version && v.Value.Any(name => files.ContainsKey($"{v.Key}/{name}")))
            .Append(new(version, [.. names.Order(StringComparer.Ordinal)]))
            .ToDictionary(StringComparer.Ordinal));

    /// <summary>Every file of the versions, by its path below the stream's folder.</summary>
    public IEnumerable<string> PathsBut(IReadOnlySet<string?> versions) =>
        Versions.Where(v => !versions.Contains(v.Key)).SelectMany(static v => v.Value.Select(name => $"{v.Key}/{name}"));

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, IReadOnlyList<string>>(Versions.ToDictionary(), StringComparer.Ordinal));
}
