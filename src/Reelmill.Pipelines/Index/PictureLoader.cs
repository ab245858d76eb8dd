using Reelmill.Core;
using Reelmill.Media.Pictures;
using Reelmill.Vision.Images;
using Reelmill.Vision.Images.Formats;

namespace Reelmill.Pipelines.Index;

/// <summary>Loads pictures of every kind as upright RGB: JPEG quickly and no larger than needed, others through ffmpeg.</summary>
/// <remarks>Not thread-safe: it owns a JPEG decoder.</remarks>
/// <param name="others">Decodes what is no JPEG.</param>
/// <param name="mostPixels">The most pixels that a JPEG may have.</param>
internal sealed class PictureLoader(PictureDecoder others, long mostPixels = JpegDecoder.MostPixels) : IDisposable
{
    private readonly JpegDecoder _jpeg = new(mostPixels);

    /// <summary>Loads a picture.</summary>
    /// <param name="path">The file, to name it and for decoders that read it themselves.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="width">The width that is needed, so that more need not be decoded.</param>
    /// <param name="height">The height that is needed.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>not_media</c>, <c>unsupported_image</c>, <c>bad_picture</c>.</exception>
    public async ValueTask<RgbImage> LoadAsync(string path, ReadOnlyMemory<byte> bytes, int width, int height, CancellationToken cancellationToken)
    {
        if (JpegDecoder.IsJpeg(bytes.Span) && TryDecode(path, bytes.Span, width, height) is { } quick)
        {
            return quick;
        }

        var header = ImageHeader.Read(bytes.Span)
            ?? throw new ItemException("not_media", $"Decoding '{path}': its content is of no image format that is known. Leave it out, or convert it to PNG or JPEG.");
        if (header.Unsupported is { } unsupported)
        {
            throw new ItemException("unsupported_image", $"Decoding '{path}': {unsupported} is not decoded. Convert it to PNG or JPEG.");
        }

        var decoded = await others.DecodeAsync(path, header.Input, cancellationToken).ConfigureAwait(false);
        var image = RgbImage.Rent(decoded.Width, decoded.Height);
        decoded.Pixels.Span.CopyTo(image.Pixels);
        return Orientation.Apply(image, header.Orientation);
    }

    public void Dispose() => _jpeg.Dispose();

    /// <summary>The picture; null for a JPEG of a kind that only ffmpeg may know (lossless, arithmetic coding).</summary>
    private RgbImage? TryDecode(string path, ReadOnlySpan<byte> bytes, int width, int height)
    {
        try
        {
            return _jpeg.Decode(bytes, width, height);
        }
        catch (ItemException e) when (e.Message.Contains("Unsupported", StringComparison.Ordinal))
        {
            return null;
        }
        catch (ItemException e)
        {
            throw new ItemException(e.Code, $"Decoding the image '{path}': {e.Message}", innerException: e);
        }
    }
}
