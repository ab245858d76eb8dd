using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Reelmill.Core;
using Reelmill.Server.Http;

namespace Reelmill.Server.Search;

/// <summary>A picture that somebody sent with what to look for; its file goes when this is disposed.</summary>
internal sealed class SearchForm : IDisposable
{
    /// <summary>The largest picture that is taken, in bytes.</summary>
    public const int MostBytes = 32 << 20;

    /// <summary>The largest form: a picture and a few words.</summary>
    public const int MostFormBytes = MostBytes + (1 << 16);

    private const int MostParts = 16;
    private const int MostTextBytes = 16 << 10;
    private const int MostBoundary = 70;

    /// <summary>How the reader of forms begins to say that one has no end.</summary>
    private const string CutOff = "Unexpected end of Stream";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private SearchForm(string path) => Path = path;

    /// <summary>The picture's file.</summary>
    public string Path { get; }

    /// <summary>What to look for.</summary>
    public SearchQuery Query => SearchQuery.Of(_texts.GetValueOrDefault("k"), _texts.GetValueOrDefault("collection"), _texts.GetValueOrDefault("filter"), _texts.GetValueOrDefault("exact"));

    /// <summary>Reads a form, whose picture goes to a file of the given name.</summary>
    /// <exception cref="RequestException"><c>bad_form</c> or <c>too_large</c>.</exception>
    public static async Task<SearchForm> ReadAsync(HttpRequest request, string path, CancellationToken cancellationToken)
    {
        var form = new SearchForm(path);
        try
        {
            await form.FillAsync(new MultipartReader(BoundaryOf(request), request.Body), cancellationToken).ConfigureAwait(false);
            return form;
        }
        catch (Exception e)
        {
            form.Dispose();
            if (e is InvalidDataException || (e is IOException && e.Message.StartsWith(CutOff, StringComparison.Ordinal)))
            {
                throw new RequestException("bad_form", $"Reading the form: {e.Message}", 400);
            }

            throw;
        }
    }

    public void Dispose() => CleanUp.Remove(Path);

    private async Task FillAsync(MultipartReader parts, CancellationToken cancellationToken)
    {
        for (var count = 0; await parts.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } part; count++)
        {
            var name = count < MostParts && ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
                ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
                : throw new RequestException("bad_form", $"The form has more than {MostParts} parts, or one without a name.", 400);
            switch (name)
            {
                case "image" when !File.Exists(Path):
                    await SaveAsync(part.Body, cancellationToken).ConfigureAwait(false);
                    break;
                case "k" or "collection" or "filter" or "exact":
                    _texts[name] = await TextAsync(name, part.Body, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    throw new RequestException("bad_form", $"The form has no place for '{name}': it takes one 'image', and 'k', 'collection', 'filter' and 'exact'.", 400);
            }
        }

        if (!File.Exists(Path))
        {
            throw new RequestException("bad_form", "The form has no picture: send it as the part 'image'.", 400);
        }
    }

    private async Task SaveAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        await using var _ = file.ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        var written = 0;
        while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            written += count;
            if (written > MostBytes)
            {
                throw new RequestException("too_large", $"The picture has more than {MostBytes >> 20} MiB. Send a smaller one: a search looks at a few hundred pixels a side.", 413);
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<string> TextAsync(string name, Stream body, CancellationToken cancellationToken)
    {
        var bytes = new byte[MostTextBytes + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length <= MostTextBytes
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new RequestException("too_large", $"{name}: it has more than {MostTextBytes} bytes.", 413);
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType == "multipart/form-data"
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MostBoundary } boundary
            ? boundary
            : throw new RequestException("bad_form", "A search by a picture is a form: POST it as multipart/form-data with the part 'image'.", 400);
}
