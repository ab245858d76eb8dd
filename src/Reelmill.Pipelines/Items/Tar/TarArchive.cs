using System.Text;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>
/// The pictures in a tar archive as inputs, with the texts beside them (WebDataset: files with the same name up to their
/// first dot belong together).
/// </summary>
internal static class TarArchive
{
    /// <summary>Between the archive's path and the member's name.</summary>
    private const string Inside = "!/";
    private const int MostText = 64 << 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsArchive(string path) => path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the sources of an archive's members begin with.</summary>
    public static string Within(string archive) => archive + Inside;

    /// <summary>The path of the archive and the name of the member; null when a source is none of an archive.</summary>
    public static (string Archive, string Member)? Split(string source)
    {
        var at = source.IndexOf($".tar{Inside}", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : (source[..(at + 4)], source[(at + 4 + Inside.Length)..]);
    }

    /// <summary>Lists the pictures, in the archive's order; what is wrong with one, or with the archive, is an input with a problem.</summary>
    public static IEnumerable<MediaInput> MembersOf(MediaInput archive)
    {
        TarIndex index;
        ItemException? problem = null;
        try
        {
            index = TarIndex.Of(archive.Source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ItemException)
        {
            (index, problem) = (null!, e as ItemException ?? Bad(archive, $"{e.Message} Check the disk."));
        }

        return problem is null ? MembersOf(archive, index) : [archive with { Problem = problem }];
    }

    private static IEnumerable<MediaInput> MembersOf(MediaInput archive, TarIndex index)
    {
        var any = false;
        foreach (var picture in index.Pictures)
        {
            any = true;
            yield return InputOf(archive, index, picture);
        }

        if (index.Faults is [var first, ..] faults)
        {
            var more = faults.Count > 1 ? $" ({faults.Count - 1} more places are damaged)" : string.Empty;
            yield return archive with { Problem = Bad(archive, $"{first}{more}. The pictures that could be read are used; make the archive again.") };
        }
        else if (!any)
        {
            yield return archive with { Problem = new ItemException(FetchCodes.NotFound, $"Reading the archive {archive.Display}: it holds no picture. Pack files whose names end like those of images.") };
        }
    }

    private static MediaInput InputOf(MediaInput archive, TarIndex index, TarMember picture)
    {
        var input = archive with { Source = $"{archive.Source}{Inside}{picture.Name}" };
        if (picture.Fault is { } fault)
        {
            return input with { Problem = new ItemException("bad_archive", $"Reading {input.Display}: {fault}. Pack the file itself, or leave it out.") };
        }

        try
        {
            var texts = Describe(archive.Source, index.TextsOf(picture));
            if (MediaInput.FindReserved(texts) is { } reserved)
            {
                return input with { Problem = new ItemException("bad_archive", $"Reading the texts of {input.Display}: '{reserved}' is a name that Reelmill keeps for itself. Rename it.") };
            }

            return texts.Count > 0 ? input with { Metadata = texts } : input;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ItemException)
        {
            return input with { Problem = e as ItemException ?? new ItemException("bad_archive", $"Reading the texts of {input.Display}: {e.Message}") };
        }
    }

    private static Dictionary<string, string> Describe(string archive, IReadOnlyList<TarMember> texts)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts.Where(static t => t.Length <= MostText))
        {
            var bytes = new byte[text.Length];
            using (var file = RegularFile.OpenRead(archive, bufferSize: 0))
            {
                file.Position = text.Offset;
                file.ReadExactly(bytes);
            }

            Add(archive, text, bytes, values);
        }

        return values;
    }

    private static void Add(string archive, TarMember member, byte[] bytes, Dictionary<string, string> values)
    {
        var extension = Path.GetExtension(member.Name)[1..].ToLowerInvariant();
        string text;
        try
        {
            text = Strict.GetString(bytes).TrimStart('\uFEFF').Trim();
        }
        catch (DecoderFallbackException e)
        {
            throw new ItemException(FetchCodes.BadInput, $"Reading the text '{member.Name}' of the archive {archive}: it is not UTF-8. Convert it, or leave it out.", innerException: e);
        }

        if (extension == "json")
        {
            AddJson(text, values);
        }
        else
        {
            values[extension] = text;
        }
    }

    private static void AddJson(string text, Dictionary<string, string> values)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var properties = json.RootElement.EnumerateObject()
                .Where(static p => p.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
                .Select(static p => (p.Name, Value: p.Value.ToString())).ToArray();
            foreach (var (name, value) in properties)
            {
                values[name] = value;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What cannot be read describes nothing; the picture beside it is as good as ever.
            values["json"] = text;
        }
    }

    private static ItemException Bad(MediaInput archive, string what) => new("bad_archive", $"Reading the archive {archive.Display}: {what}");
}
