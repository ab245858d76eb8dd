using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Reelmill.Core;
using Reelmill.Server.Http;

namespace Reelmill.Server.Search;

/// <summary>An uploaded query image with the parameters of the search. Disposal deletes the image's file.</summary>
internal sealed class SearchForm : IDisposable
{
    /// <summary>The maximum size of a query image in bytes.</summary>
    public const int MaxBytes = 32 << 20;

    /// <summary>The maximum size of the whole form in bytes.</summary>
    public const int MaxFormBytes = MaxBytes + (1 << 16);

    private const int MaxParts = 16;
    private const int MaxTextBytes = 16 << 10;
    private const int MaxBoundaryCharacters = 70;

    /// <summary>The prefix of MultipartReader's message for a truncated form.</summary>
    private const string TruncatedMessage = "Unexpected end of Stream";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private SearchForm(string path) => Path = path;

    /// <summary>The path of the query image.</summary>
    public string Path { get; }

    /// <summary>The parameters of the search.</summary>
    public SearchQuery Query => SearchQuery.Parse(_texts.GetValueOrDefault("k"), _texts.GetValueOrDefault("collection"), _texts.GetValueOrDefault("filter"), _texts.GetValueOrDefault("exact"));

    /// <summary>Reads a form and saves its image under a path.</summary>
    /// <exception cref="RequestException"><c>bad_form</c> or <c>too_large</c>.</exception>
    public static async Task<SearchForm> ReadAsync(HttpRequest request, string path, CancellationToken cancellationToken)
    {
        var form = new SearchForm(path);
        try
        {
            await form.ReadPartsAsync(new MultipartReader(GetBoundary(request), request.Body), cancellationToken).ConfigureAwait(false);
            return form;
        }
        catch (Exception e)
        {
            form.Dispose();
            if (e is InvalidDataException || (e is IOException && e.Message.StartsWith(TruncatedMessage, StringComparison.Ordinal)))
            {
                throw new RequestException("bad_form", $"Reading the form: {e.Message}", 400);
            }

            throw;
        }
    }

    public void Dispose() => CleanUp.Remove(Path);

    private async Task ReadPartsAsync(MultipartReader parts, CancellationToken cancellationToken)
    {
        for (var count = 0; await parts.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } part; count++)
        {
            var name = count < MaxParts && ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
                ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
                : throw new RequestException("bad_form", $"The form has more than {MaxParts} parts, or a part without a name.", 400);
            switch (name)
            {
                case "image" when !File.Exists(Path):
                    await SaveAsync(part.Body, cancellationToken).ConfigureAwait(false);
                    break;
                case "k" or "collection" or "filter" or "exact":
                    _texts[name] = await ReadTextAsync(name, part.Body, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    throw new RequestException("bad_form", $"The form has an unexpected part '{name}'. Send one 'image' and optionally 'k', 'collection', 'filter' and 'exact'.", 400);
            }
        }

        if (!File.Exists(Path))
        {
            throw new RequestException("bad_form", "The form has no image. Send it as the part 'image'.", 400);
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
            if (written > MaxBytes)
            {
                throw new RequestException("too_large", $"The image is larger than {MaxBytes >> 20} MiB. Send a smaller one: a search uses only a few hundred pixels per side.", 413);
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<string> ReadTextAsync(string name, Stream body, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxTextBytes + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length <= MaxTextBytes
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new RequestException("too_large", $"{name}: the value is longer than {MaxTextBytes} bytes. Shorten it.", 413);
    }

    private static string GetBoundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType == "multipart/form-data"
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MaxBoundaryCharacters } boundary
            ? boundary
            : throw new RequestException("bad_form", "A search by image must be a form. POST it as multipart/form-data with the part 'image'.", 400);
}
