using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// The pictures in a tar archive as inputs, with the texts beside them (WebDataset: files with the same name up to their
/// first dot belong together).
/// </summary>
internal static class TarArchive
{
    /// <summary>Between the archive's path and the member's name.</summary>
    private const string Inside = "!/";
    private const int MostText = 64 << 10;

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase) { ".txt", ".cls", ".caption" };

    public static bool IsArchive(string path) => path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of the archive and the name of the member; null when a source is none of an archive.</summary>
    public static (string Archive, string Member)? Split(string source)
    {
        var at = source.IndexOf($".tar{Inside}", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : (source[..(at + 4)], source[(at + 4 + Inside.Length)..]);
    }

    /// <summary>Lists the pictures, in the archive's order.</summary>
    public static IEnumerable<MediaInput> MembersOf(MediaInput archive)
    {
        List<(string Name, string Key)> pictures = [];
        Dictionary<string, Dictionary<string, string>> texts = new(StringComparer.Ordinal);
        MediaInput? broken = null;
        try
        {
            using var reader = new TarReader(File.OpenRead(archive.Source));
            while (reader.GetNextEntry() is { } entry)
            {
                Add(entry, pictures, texts);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            broken = archive with { Problem = new ItemException("bad_archive", $"Reading the archive {archive.Display}: {e.Message} What comes before the damage is used; make the archive again.") };
        }

        foreach (var (name, key) in pictures)
        {
            yield return new MediaInput($"{archive.Source}{Inside}{name}", InputKind.File, texts.GetValueOrDefault(key) ?? archive.Metadata);
        }

        if (broken is not null)
        {
            yield return broken;
        }
    }

    /// <summary>Where the content of each member lies in an archive, by name; of several with one name the last counts.</summary>
    public static IReadOnlyDictionary<string, (long Offset, long Length)> PlacesOf(string archive)
    {
        var places = new Dictionary<string, (long Offset, long Length)>(StringComparer.Ordinal);
        try
        {
            using var reader = new TarReader(File.OpenRead(archive));
            while (reader.GetNextEntry() is { } entry)
            {
                places[entry.Name] = (entry.DataOffset, entry.Length);
            }
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException)
        {
            // Told where the archive is listed; what comes before the damage is as good as ever.
        }

        return places;
    }

    private static void Add(TarEntry entry, List<(string Name, string Key)> pictures, Dictionary<string, Dictionary<string, string>> texts)
    {
        if (entry is not { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } content })
        {
            return;
        }

        var slash = entry.Name.LastIndexOf('/') + 1;
        var dot = entry.Name.IndexOf('.', slash);
        var (key, extension) = dot < 0 ? (entry.Name, string.Empty) : (entry.Name[..dot], Path.GetExtension(entry.Name));
        if (MediaExtensions.Image.Contains(extension))
        {
            pictures.Add((entry.Name, key));
        }
        else if (content.Length <= MostText && (extension.Equals(".json", StringComparison.OrdinalIgnoreCase) || Texts.Contains(extension)))
        {
            var values = texts.TryGetValue(key, out var known) ? known : texts[key] = new(StringComparer.Ordinal);
            Read(content, extension[1..].ToLowerInvariant(), values);
        }
    }

    private static void Read(Stream content, string extension, Dictionary<string, string> values)
    {
        using var reader = new StreamReader(content, Encoding.UTF8, leaveOpen: true);
        var text = reader.ReadToEnd().Trim();
        if (extension != "json")
        {
            values[extension] = text;
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            foreach (var property in json.RootElement.EnumerateObject().Where(static p => p.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)))
            {
                values[property.Name] = property.Value.ToString();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What cannot be read describes nothing; the picture beside it is as good as ever.
            values["json"] = text;
        }
    }
}
