using System.Globalization;
using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>The pictures of frames, in any width: the file that it has, kept or dropped, or one that is made on demand.</summary>
internal sealed class FrameImages(LibraryFiles files, FrameDecodes decodes, FrameScaler scaler)
{
    /// <summary>The smallest and the largest width that may be asked for.</summary>
    public const int Narrowest = 64;

    /// <summary>See <see cref="Narrowest"/>.</summary>
    public const int Widest = 1920;

    private const long CachedBytes = 64L << 20;

    private readonly ImageCache _cache = new(CachedBytes);

    /// <summary>What names the bytes: equal tags, equal pictures.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="width">The width; null for as it is.</param>
    public static string TagOf(FrameRecord frame, int? width)
    {
        var picture = frame.Sha256 ?? frame.DroppedFile?.Sha256 ?? string.Create(CultureInfo.InvariantCulture, $"{frame.Video}-{frame.TimeMs}-{frame.Hash:x16}");
        return width is { } narrow && narrow < frame.Width ? string.Create(CultureInfo.InvariantCulture, $"{picture}-{narrow}") : picture;
    }

    /// <summary>Gives a picture.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="width">The width in pixels, no more than the frame has; null for as it is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="RequestException"><c>no_picture</c>.</exception>
    public async Task<byte[]> OfAsync(FrameRecord frame, int? width, CancellationToken cancellationToken)
    {
        if (width is not { } narrow || narrow >= frame.Width)
        {
            return await WholeAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        var tag = TagOf(frame, width);
        if (_cache.Find(tag) is { } known)
        {
            return known;
        }

        var whole = await WholeAsync(frame, cancellationToken).ConfigureAwait(false);
        try
        {
            var small = await scaler.ShrinkAsync(whole, LongestSide(frame, narrow), cancellationToken).ConfigureAwait(false);
            _cache.Add(tag, small);
            return small;
        }
        catch (ItemException e)
        {
            throw new RequestException("no_picture", $"Scaling the picture of {frame.Video}/{frame.TimeMs}: {e.Message}", 404);
        }
    }

    private async Task<byte[]> WholeAsync(FrameRecord frame, CancellationToken cancellationToken)
    {
        if ((frame.Path ?? frame.DroppedFile?.Path) is { } path && await files.TryReadAsync(path, cancellationToken).ConfigureAwait(false) is { } saved)
        {
            return saved;
        }

        var tag = TagOf(frame, null);
        if (_cache.Find(tag) is { } known)
        {
            return known;
        }

        var made = await decodes.MakeAsync(frame, cancellationToken).ConfigureAwait(false);
        _cache.Add(tag, made);
        return made;
    }

    private static int LongestSide(FrameRecord frame, int width) => frame.Height <= frame.Width
        ? width
        : (int)((((long)width * frame.Height) + (frame.Width / 2)) / frame.Width);
}
