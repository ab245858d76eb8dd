using System.Globalization;
using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>Provides the image of a frame at any width: from the frame's file, kept or dropped, or decoded on demand.</summary>
internal sealed class FrameImages(LibraryFiles files, FrameImageDecoder decoder, FrameScaler scaler)
{
    /// <summary>The smallest width that a request may ask for, in pixels.</summary>
    public const int MinWidth = 64;

    /// <summary>The largest width that a request may ask for, in pixels.</summary>
    public const int MaxWidth = 1920;

    private const long CachedBytes = 64L << 20;

    private readonly ImageCache _cache = new(CachedBytes);

    /// <summary>Gets the entity tag of an image: equal tags mean equal bytes.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="width">The width in pixels; null for the original width.</param>
    public static string GetTag(FrameRecord frame, int? width)
    {
        var identity = frame.Sha256 ?? frame.DroppedFile?.Sha256 ?? string.Create(CultureInfo.InvariantCulture, $"{frame.Video}-{frame.TimeMs}-{frame.Hash:x16}");
        return width is { } narrow && narrow < frame.Width ? string.Create(CultureInfo.InvariantCulture, $"{identity}-{narrow}") : identity;
    }

    /// <summary>Gets the JPEG image of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="width">The width in pixels; null, or a width that is not smaller than the frame's, for the original width.</param>
    /// <param name="cancellationToken">Cancels the decode.</param>
    /// <exception cref="RequestException"><c>no_picture</c>.</exception>
    public async Task<byte[]> GetAsync(FrameRecord frame, int? width, CancellationToken cancellationToken)
    {
        if (width is not { } narrow || narrow >= frame.Width)
        {
            return await GetFullSizeAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        var tag = GetTag(frame, width);
        if (_cache.Find(tag) is { } known)
        {
            return known;
        }

        var original = await GetFullSizeAsync(frame, cancellationToken).ConfigureAwait(false);
        try
        {
            var small = await scaler.ShrinkAsync(original, LongestSide(frame, narrow), cancellationToken).ConfigureAwait(false);
            _cache.Add(tag, small);
            return small;
        }
        catch (ItemException e)
        {
            throw new RequestException("no_picture", $"Scaling the image of frame {frame.Video}/{frame.TimeMs}: {e.Message}", 404);
        }
    }

    private async Task<byte[]> GetFullSizeAsync(FrameRecord frame, CancellationToken cancellationToken)
    {
        if ((frame.Path ?? frame.DroppedFile?.Path) is { } path && await files.TryReadAsync(path, cancellationToken).ConfigureAwait(false) is { } saved)
        {
            return saved;
        }

        var tag = GetTag(frame, null);
        if (_cache.Find(tag) is { } known)
        {
            return known;
        }

        var made = await decoder.DecodeAsync(frame, cancellationToken).ConfigureAwait(false);
        _cache.Add(tag, made);
        return made;
    }

    private static int LongestSide(FrameRecord frame, int width) => frame.Height <= frame.Width
        ? width
        : (int)((((long)width * frame.Height) + (frame.Width / 2)) / frame.Width);
}
