using NetVips;
using static NetVips.Enums;

namespace Reelmill.Vision.Images;

/// <summary>Converts samples from the color space of an embedded ICC profile (ICC.1) to sRGB.</summary>
/// <remarks>
/// Uses the perceptual intent with black point compensation. libvips with Little CMS does the conversion; it is loaded
/// for the first profile. Safe for concurrent use.
/// </remarks>
public sealed class IccProfile
{
    private const string Field = "icc-profile-data";
    private const int HeaderBytes = 128;
    private const int ColorSpaceOffset = 16;

    /// <summary>The largest difference between sRGB profiles, in levels: some approximate the curve by a power function or a few points.</summary>
    private const int SrgbTolerance = 3;

    private static readonly byte[] Gray = [.. Enumerable.Range(0, 256).Select(static n => (byte)n)];
    private static readonly byte[] Cube = [.. Enumerable.Range(0, 6 * 6 * 6).SelectMany(static n => new[] { (byte)(n / 36 * 51), (byte)(n / 6 % 6 * 51), (byte)(n % 6 * 51) })];
    private static readonly byte[] Cmyk = new byte[4];

    private readonly byte[] _profile;
    private readonly int _channels;

    private IccProfile(byte[] profile, int channels) => (_profile, _channels) = (profile, channels);

    /// <summary>Loads a profile.</summary>
    /// <param name="profile">The embedded profile of an image file; it may be damaged.</param>
    /// <param name="channels">The number of channels: 1 for gray, 3 for RGB, 4 for CMYK.</param>
    /// <returns>
    /// The profile; null when it can be ignored, because it describes sRGB, is damaged, or is for another number of
    /// channels.
    /// </returns>
    /// <exception cref="MissingLibraryException">libvips cannot be loaded on this machine.</exception>
    public static IccProfile? From(byte[] profile, int channels)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Length < HeaderBytes || channels == 0 || channels != CountChannels(profile.AsSpan(ColorSpaceOffset, 4)))
        {
            return null;
        }

        VipsLibrary.EnsureLoaded();
        var loaded = new IccProfile(profile, channels);
        var (samples, srgb) = channels switch
        {
            1 => (Gray, [.. Gray.SelectMany(static g => new[] { g, g, g })]),
            RgbImage.Channels => (Cube, Cube),
            _ => (Cmyk, []),
        };
        try
        {
            var converted = new byte[samples.Length / channels * RgbImage.Channels];
            loaded.Convert(samples, samples.Length / channels, 1, converted);
            return AreClose(converted, srgb) ? null : loaded;
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Converts an image to sRGB.</summary>
    /// <param name="samples">8-bit samples in tightly packed rows; for CMYK, 255 means full ink.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="pixels">Receives red, green and blue of each pixel.</param>
    public unsafe void Convert(ReadOnlySpan<byte> samples, int width, int height, Span<byte> pixels)
    {
        fixed (byte* data = samples)
        {
            using var plain = Image.NewFromMemory((nint)data, (ulong)samples.Length, width, height, _channels, BandFormat.Uchar);
            using var typed = plain.Copy(interpretation: _channels switch { 1 => Interpretation.Bw, RgbImage.Channels => Interpretation.Srgb, _ => Interpretation.Cmyk });
            using var tagged = typed.Mutate(image => image.Set(GValue.BlobType, Field, _profile));
            using var srgb = Convert(tagged);
            using var converted = new VipsSamples(srgb);
            converted.Span.CopyTo(pixels);
        }
    }

    /// <summary>Whether an image decoded by libvips has a profile that changes its colors.</summary>
    internal static bool IsNeeded(Image decoded) =>
        decoded.Contains(Field) && decoded.Get(Field) is byte[] profile && From(profile, decoded.Bands) is not null;

    /// <summary>Converts an image with an embedded profile to sRGB.</summary>
    internal static Image Convert(Image tagged) =>
        tagged.IccTransform("srgb", embedded: true, intent: Intent.Perceptual, blackPointCompensation: true, depth: 8);

    private static int CountChannels(ReadOnlySpan<byte> colorSpace) =>
        colorSpace.SequenceEqual("GRAY"u8) ? 1 : colorSpace.SequenceEqual("RGB "u8) ? RgbImage.Channels : colorSpace.SequenceEqual("CMYK"u8) ? 4 : 0;

    private static bool AreClose(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(actual[i] - expected[i]) > SrgbTolerance)
            {
                return false;
            }
        }

        return expected.Length > 0;
    }
}
