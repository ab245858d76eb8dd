using Reelmill.Core;
using Reelmill.Media.Images;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Index;

/// <summary>
/// Loads images of all formats as upright RGB. JPEG is decoded at a reduced scale where possible; PNG, WebP, GIF and TIFF are
/// decoded in this process, other formats in a separate process.
/// </summary>
/// <remarks>Not thread-safe: it owns a JPEG decoder.</remarks>
/// <param name="tools">The paths of executables; <c>reelmill</c> decodes the other formats.</param>
/// <param name="limits">The limits on images.</param>
/// <param name="launcher">The launcher of the decoding process; a new one by default.</param>
internal sealed class ImageLoader(ToolPaths tools, ProbeLimits limits, ProcessLauncher? launcher = null) : IDisposable
{
    private readonly JpegDecoder _jpeg = new(limits.MaxPixels);
    private readonly ImageDecoder _others = new(launcher ?? new ProcessLauncher(), tools.Reelmill, limits);

    /// <summary>Loads an image.</summary>
    /// <param name="path">The path of the file, for messages and for the decoding process.</param>
    /// <param name="bytes">The content of the file.</param>
    /// <param name="width">The width that is needed, in pixels; JPEG is not decoded at a larger scale than necessary.</param>
    /// <param name="height">The height that is needed, in pixels.</param>
    /// <param name="cancellationToken">Terminates the decoding process.</param>
    /// <returns>The image; the caller disposes it.</returns>
    /// <exception cref="ItemException"><c>not_media</c>, <c>unsupported_image</c>, <c>bad_picture</c>.</exception>
    public async ValueTask<RgbImage> LoadAsync(string path, byte[] bytes, int width, int height, CancellationToken cancellationToken)
    {
        var format = ImageFormats.Recognize(bytes)
            ?? throw new ItemException("not_media", $"Decoding '{path}': its content is not a known image format. Leave it out, or convert it to PNG or JPEG.");
        if (TryDecode(path, bytes, format, width, height) is { } local)
        {
            return local;
        }

        var decoded = await _others.DecodeAsync(path, format.ToString(), cancellationToken).ConfigureAwait(false);
        var image = RgbImage.Rent(decoded.Width, decoded.Height);
        decoded.Pixels.Span.CopyTo(image.Pixels);
        return format == ImageFormat.Jpeg ? ImageOrientation.Apply(image, ExifOrientation.Read(bytes)) : image;
    }

    public void Dispose() => _jpeg.Dispose();

    /// <summary>Decodes the image in this process; null for a format, or a kind of JPEG (lossless, arithmetic coding), that needs the decoding process.</summary>
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
