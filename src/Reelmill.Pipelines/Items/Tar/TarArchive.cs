using System.Text;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>
/// Expands a tar archive into its images, with the texts that belong to them. As in WebDataset, files with the same name up
/// to the first dot belong together.
/// </summary>
internal static class TarArchive
{
    /// <summary>Separates the archive's path from the member's name in a source.</summary>
    private const string MemberSeparator = "!/";
    private const int MaxTextBytes = 64 << 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsArchive(string path) => path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the common prefix of the sources of an archive's members.</summary>
    public static string GetMemberPrefix(string archive) => archive + MemberSeparator;

    /// <summary>Splits a source into the archive's path and the member's name; null when the source is not in an archive.</summary>
    public static (string Archive, string Member)? Split(string source)
    {
        var at = source.IndexOf($".tar{MemberSeparator}", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : (source[..(at + 4)], source[(at + 4 + MemberSeparator.Length)..]);
    }

    /// <summary>Lists the images in archive order. A damaged image, or a damaged archive, is listed as an input with a problem.</summary>
    public static IEnumerable<MediaInput> ListMembers(MediaInput archive)
    {
        TarIndex index;
        ItemException? problem = null;
        try
        {
            index = TarIndex.Read(archive.Source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ItemException)
        {
            (index, problem) = (null!, e as ItemException ?? CreateError(archive, $"{SystemErrors.GetSentence(e)} Check the disk."));
        }

        return problem is null ? ListMembers(archive, index) : [archive with { Problem = problem }];
    }

    private static IEnumerable<MediaInput> ListMembers(MediaInput archive, TarIndex index)
    {
        var isEmpty = true;
        foreach (var image in index.Images)
        {
            isEmpty = false;
            yield return CreateInput(archive, index, image);
        }

        if (index.Faults is [var first, ..] faults)
        {
            var more = faults.Count > 1 ? $" ({faults.Count - 1} more places are damaged)" : string.Empty;
            yield return archive with { Problem = CreateError(archive, $"{first}{more}. The readable images are used; create the archive again.") };
        }
        else if (isEmpty)
        {
            yield return archive with { Problem = new ItemException(FetchCodes.NotFound, $"Reading the archive {archive.Display}: it contains no image. Pack files with the extensions of images.") };
        }
    }

    private static MediaInput CreateInput(MediaInput archive, TarIndex index, TarMember image)
    {
        var input = archive with { Source = $"{archive.Source}{MemberSeparator}{image.Name}" };
        if (image.Fault is { } fault)
        {
            return input with { Problem = new ItemException("bad_archive", $"Reading {input.Display}: {fault}. Pack the file itself, or leave it out.") };
        }

        try
        {
            var texts = ReadTexts(archive.Source, index.FindTexts(image));
            if (MediaInput.FindReserved(texts) is { } reserved)
            {
                return input with { Problem = new ItemException("bad_archive", $"Reading the texts of {input.Display}: the name '{reserved}' is reserved for Reelmill. Rename it.") };
            }

            return texts.Count > 0 ? input with { Metadata = texts } : input;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ItemException)
        {
            return input with { Problem = e as ItemException ?? new ItemException("bad_archive", $"Reading the texts of {input.Display}: {e.Message}") };
        }
    }

    private static Dictionary<string, string> ReadTexts(string archive, IReadOnlyList<TarMember> texts)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts.Where(static t => t.Length <= MaxTextBytes))
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
            // Malformed JSON is kept as text: the image itself is unaffected.
            values["json"] = text;
        }
    }

    private static ItemException CreateError(MediaInput archive, string what) => new("bad_archive", $"Reading the archive {archive.Display}: {what}");
}
