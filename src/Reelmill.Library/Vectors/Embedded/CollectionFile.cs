using System.Buffers;
using System.Text.Json;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>The file that makes a folder a collection. It is replaced in one step, and names the segments that count.</summary>
/// <param name="Name">The collection's name.</param>
/// <param name="Dimension">How many numbers a vector has.</param>
/// <param name="Embedder">What makes the vectors.</param>
/// <param name="Instance">Tells the collection from an earlier one of the same name.</param>
/// <param name="Segments">The segments in order, and up to where each is known to be whole.</param>
/// <param name="Removable">Segments that may be removed: such as are being written and not named yet, and such as others have replaced.</param>
internal sealed record CollectionFile(
    string Name, int Dimension, string Embedder, string Instance, IReadOnlyList<(uint Id, long Length)> Segments, IReadOnlyList<uint> Removable)
{
    public const string FileName = "collection.json";
    private const int Format = 1;

    public static string SegmentName(uint id) => $"segment-{id:00000000}.vectors";

    /// <summary>The segments that a collection names, or, when its file is damaged, all that have a segment's name.</summary>
    public static IReadOnlyList<string> SegmentsIn(string folder)
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
            throw EmbeddedErrors.Damaged(path, "it is not what was written", e);
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
