using Reelmill.Core;
using Reelmill.Media.Images;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Index;

/// <summary>
/// Loads images of every format as upright RGB: JPEG quickly and no larger than needed, PNG, WebP, GIF and TIFF in this
/// process, the rest in a process of their own.
/// </summary>
/// <remarks>Not thread-safe: it owns a JPEG decoder.</remarks>
/// <param name="tools">The program that decodes the rest.</param>
/// <param name="limits">What an image may not exceed.</param>
/// <param name="launcher">What starts that program; a new one by default.</param>
internal sealed class ImageLoader(ToolPaths tools, ProbeLimits limits, ProcessLauncher? launcher = null) : IDisposable
{
    private readonly JpegDecoder _jpeg = new(limits.MaxPixels);
    private readonly ImageDecoder _others = new(launcher ?? new ProcessLauncher(), tools.Reelmill, limits);

    /// <summary>Loads an image.</summary>
    /// <param name="path">The file, to name it and for the process that reads it itself.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="width">The width that is needed, so that more need not be decoded.</param>
    /// <param name="height">The height that is needed.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>The image; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>not_media</c>, <c>unsupported_image</c>, <c>bad_picture</c>.</exception>
    public async ValueTask<RgbImage> LoadAsync(string path, byte[] bytes, int width, int height, CancellationToken cancellationToken)
    {
        var format = ImageFormats.Recognize(bytes)
            ?? throw new ItemException("not_media", $"Decoding '{path}': its content is of no image format that is known. Leave it out, or convert it to PNG or JPEG.");
        if (TryDecode(path, bytes, format, width, height) is { } near)
        {
            return near;
        }

        var decoded = await _others.DecodeAsync(path, format.ToString(), cancellationToken).ConfigureAwait(false);
        var image = RgbImage.Rent(decoded.Width, decoded.Height);
        decoded.Pixels.Span.CopyTo(image.Pixels);
        return format == ImageFormat.Jpeg ? ImageOrientation.Apply(image, ExifOrientation.Read(bytes)) : image;
    }

    public void Dispose() => _jpeg.Dispose();

    /// <summary>The image; null for a format, or a kind of JPEG (lossless, arithmetic coding), that is decoded elsewhere.</summary>
    private RgbImage? TryDecode(string path, byte[] bytes, ImageFormat format, int width, int height)
    {
        try
        {
            return format == ImageFormat.Jpeg ? _jpeg.Decode(bytes, width, height)
                : VipsDecoder.Supports(format) ? VipsDecoder.Decode(bytes, format, limits.MaxPixels)
                : null;
        }
        catch (ItemException e) when (format == ImageFormat.Jpeg && e.Message.Contains("Unsupported", StringComparison.Ordinal))
        {
            return null;
        }
        catch (ItemException e)
        {
            throw new ItemException(e.Code, $"Decoding the image '{path}': {e.Message.TrimEnd('.')}. Leave it out, or convert it to PNG or JPEG.", innerException: e);
        }
    }
}
