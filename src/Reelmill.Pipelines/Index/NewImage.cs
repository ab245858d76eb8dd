using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;

namespace Reelmill.Pipelines.Index;

/// <summary>An image to insert or to search by: a file, a URL, bytes or a stream, with an optional id and metadata.</summary>
/// <remarks>An image from a stream is for one call, which reads the stream to its end and does not close it.</remarks>
public sealed partial record NewImage
{
    private const int MaxIdBytes = 512;
    private const int MaxShownLength = 80;

    private readonly string? _source;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Stream? _stream;

    /// <summary>Creates an image from a file or a URL.</summary>
    /// <param name="source">A path or an http(s) URL of one image.</param>
    public NewImage(string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        _source = source;
    }

    /// <summary>Creates an image from the bytes of an image file.</summary>
    /// <param name="bytes">The bytes; do not change them before the call that takes the image has ended.</param>
    public NewImage(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Creates an image from a stream of the bytes of an image file.</summary>
    /// <param name="stream">The stream, which is read into memory when the image is processed.</param>
    public NewImage(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <summary>The id of the vector.</summary>
    /// <value>1 to 512 bytes of UTF-8; null by default: the content id, so that images with the same bytes share one record.</value>
    public string? Id { get; init; }

    /// <summary>The metadata, which searches filter by and return. It replaces the metadata of an earlier insert.</summary>
    /// <value>Empty by default: the metadata of an earlier insert stays.</value>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = MediaInput.NoMetadata;

    /// <summary>Converts a path or a URL to an image.</summary>
    /// <param name="source">A path or an http(s) URL of one image.</param>
    public static implicit operator NewImage(string source) => new(source);

    internal async ValueTask<MediaInput> ToInputAsync(CancellationToken cancellationToken)
    {
        var metadata = Metadata;
        Check();
        if (Id is { } id)
        {
            metadata = metadata.Append(new(InputIdentity.IdKey, id)).ToDictionary(StringComparer.Ordinal);
        }

        return _source switch
        {
            null when _stream is null => MediaInput.FromBytes(_bytes, metadata),
            null => await ReadAsync(_stream!, metadata, cancellationToken).ConfigureAwait(false),
            _ when _source.Contains("://", StringComparison.Ordinal) => InputList.Expand([_source]).First() with { Metadata = metadata },
            _ => new MediaInput(Path.GetFullPath(_source), InputKind.File, metadata) { Problem = CreateArchiveError(_source) },
        };
    }

    /// <exception cref="ArgumentException">The id is invalid, or a metadata name is reserved.</exception>
    internal void Check()
    {
        if (MediaInput.FindReserved(Metadata) is { } reserved)
        {
            throw new ArgumentException($"The metadata of an image has the name '{reserved}', which is reserved for Reelmill. Use another name, and the property Id for an id.");
        }

        if (Id is { } id && FindFault(id) is { } fault)
        {
            throw new ArgumentException($"The id '{(id.Length <= MaxShownLength ? id : id[..MaxShownLength] + "...")}' is not valid for an image: {fault}.");
        }
    }

    private static string? FindFault(string id) =>
        id.Length == 0 || id.Contains('\0', StringComparison.Ordinal) || System.Text.Encoding.UTF8.GetByteCount(id) > MaxIdBytes ? $"an id has 1 to {MaxIdBytes} bytes and no NUL"
        : ReservedIdPattern().IsMatch(id) ? "it has the form of the ids that Reelmill assigns to contents and frames; use another id, or none"
        : null;

    private static ItemException? CreateArchiveError(string source) => TarArchive.IsArchive(source)
        ? new ItemException("not_media", $"Inserting {MediaInput.Redact(source)}: it is an archive, not a single image. Index it with IndexAsync.")
        : null;

    private static async Task<MediaInput> ReadAsync(Stream stream, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        try
        {
            await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return MediaInput.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), metadata);
        }
        catch (IOException e)
        {
            return MediaInput.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), metadata) with
            {
                Problem = new ItemException(FetchCodes.Unreadable, $"Reading the stream of an image: {SystemErrors.GetSentence(e)} Insert it again.", innerException: e),
            };
        }
    }

    [GeneratedRegex("^[0-9a-f]{20}(/[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReservedIdPattern();
}
