using System.Buffers;
using System.Text.Json;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>The file that makes a folder a collection. It lists the segments and is replaced atomically.</summary>
/// <param name="Name">The collection's name.</param>
/// <param name="Dimension">The dimension of the vectors.</param>
/// <param name="Embedder">The name and version of the embedder.</param>
/// <param name="Instance">A random id that distinguishes the collection from a dropped one of the same name.</param>
/// <param name="Segments">The segments in order, each with the length up to which it is known to be intact.</param>
/// <param name="Removable">Segments that may be deleted: not yet listed ones that are being written, and ones that a compaction has replaced.</param>
internal sealed record CollectionFile(
    string Name, int Dimension, string Embedder, string Instance, IReadOnlyList<(uint Id, long Length)> Segments, IReadOnlyList<uint> Removable)
{
    public const string FileName = "collection.json";
    private const int Format = 1;

    /// <summary>Returns the file name of a segment.</summary>
    public static string SegmentName(uint id) => $"segment-{id:00000000}.vectors";

    /// <summary>Finds the segment files that a collection lists, or all files named like segments when the collection file is damaged.</summary>
    public static IReadOnlyList<string> FindSegmentFiles(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var file = Parse(path, File.ReadAllBytes(path));
            return [.. file.Segments.Select(static s => s.Id).Concat(file.Removable).Select(id => Path.Combine(folder, SegmentName(id)))];
        }
        catch (LibraryException e) when (e.Code == "library_damaged")
        {
            return [.. Directory.EnumerateFiles(folder, "segment-????????.vectors")];
        }
    }

    public static CollectionFile Parse(string path, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != Format)
            {
                throw new LibraryException("library_newer", $"Reading {path}: a newer version wrote it. Use that version.");
            }

            return new(
                Text(root, "name"),
                root.GetProperty("dimension").GetInt32(),
                Text(root, "embedder"),
                Text(root, "instance"),
                [.. root.GetProperty("segments").EnumerateArray().Select(static s => (s.GetProperty("id").GetUInt32(), s.GetProperty("length").GetInt64()))],
                root.TryGetProperty("removable", out var removable) ? [.. removable.EnumerateArray().Select(static s => s.GetUInt32())] : []);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw EmbeddedErrors.Damaged(path, "the file is damaged", e);
        }
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("name", Name);
        json.WriteNumber("dimension", Dimension);
        json.WriteString("embedder", Embedder);
        json.WriteString("instance", Instance);
        json.WriteStartArray("segments");
        foreach (var (id, length) in Segments)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteNumber("length", length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("removable");
        foreach (var id in Removable)
        {
            json.WriteNumberValue(id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException();
}
