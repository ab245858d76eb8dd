using System.Buffers;
using System.Text.Json;

namespace Reelmill.Library.Publishing;

/// <summary>The content of <c>reelmill.json</c>, which describes the published version of a stream.</summary>
/// <param name="Fingerprint">The version's fingerprint.</param>
/// <param name="Folder">The version's folder.</param>
/// <param name="ContentHash">The hash of all files of the version.</param>
/// <param name="Recipe">The recipe that the version was made with, as JSON.</param>
/// <param name="Files">The version's files: path below the version's folder, SHA-256 and size in bytes.</param>
internal sealed record Marker(
    string Fingerprint, string Folder, string ContentHash, string Recipe, IReadOnlyList<(string Name, string Sha256, long Bytes)> Files)
{
    public const string FileName = "reelmill.json";

    /// <summary>Parses a marker; null when the bytes are not a marker.</summary>
    public static Marker? Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new(
                Text(root, "fingerprint"),
                Text(root, "folder") is var folder && PublicFiles.IsVersionFolder(folder) ? folder : throw new FormatException(),
                Text(root, "content"),
                root.GetProperty("recipe").GetRawText(),
                [.. root.GetProperty("files").EnumerateArray().Select(f => (Text(f, "name"), Text(f, "sha256"), f.GetProperty("bytes").GetInt64()))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public static Marker Create(Publication publication, PublicFiles files) => new(
        publication.Fingerprint,
        files.Version,
        files.ContentHash,
        publication.Recipe,
        [.. files.Media.Concat(files.Playlists).Select(static f => (f.Name, f.Sha256, f.Bytes))]);

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("fingerprint", Fingerprint);
        json.WriteString("folder", Folder);
        json.WriteString("content", ContentHash);
        json.WritePropertyName("recipe");
        json.WriteRawValue(Recipe);
        json.WriteStartArray("files");
        foreach (var (name, sha256, bytes) in Files)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("sha256", sha256);
            json.WriteNumber("bytes", bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException();
}
