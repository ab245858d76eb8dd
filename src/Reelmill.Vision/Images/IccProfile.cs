using NetVips;
using static NetVips.Enums;

namespace Reelmill.Vision.Images;

/// <summary>Brings samples whose colors an embedded profile (ICC.1) defines to sRGB.</summary>
/// <remarks>
/// The intent is perceptual, with black point compensation. libvips, with Little CMS inside, does the arithmetic; it is
/// loaded when the first profile is met. Safe for concurrent use.
/// </remarks>
public sealed class IccProfile
{
    private const string Field = "icc-profile-data";
    private const int HeaderBytes = 128;
    private const int SpaceAt = 16;

    /// <summary>Profiles of sRGB differ by that much: some approximate its curve by a power or a few points.</summary>
    private const int SameLevels = 3;

    private static readonly byte[] Gray = [.. Enumerable.Range(0, 256).Select(static n => (byte)n)];
    private static readonly byte[] Cube = [.. Enumerable.Range(0, 6 * 6 * 6).SelectMany(static n => new[] { (byte)(n / 36 * 51), (byte)(n / 6 % 6 * 51), (byte)(n % 6 * 51) })];
    private static readonly byte[] Ink = new byte[4];

    private readonly byte[] _profile;
    private readonly int _channels;

    private IccProfile(byte[] profile, int channels) => (_profile, _channels) = (profile, channels);

    /// <summary>Reads a profile.</summary>
    /// <param name="profile">The profile as an image file embeds it; it may be damaged.</param>
    /// <param name="channels">The samples of a pixel: 1 for gray, 3 for red, green and blue, 4 for cyan, magenta, yellow and black.</param>
    /// <returns>
    /// Null when the samples mean what they mean without the profile: it is that of sRGB, is damaged, or is one of other
    /// channels.
    /// </returns>
    /// <exception cref="MissingLibraryException">libvips cannot be loaded on this machine.</exception>
    public static IccProfile? From(byte[] profile, int channels)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Length < HeaderBytes || channels == 0 || channels != ChannelsOf(profile.AsSpan(SpaceAt, 4)))
        {
            return null;
        }

        VipsLibrary.Require();
        var read = new IccProfile(profile, channels);
        var (samples, same) = channels switch
        {
            1 => (Gray, [.. Gray.SelectMany(static g => new[] { g, g, g })]),
            RgbImage.Channels => (Cube, Cube),
            _ => (Ink, []),
        };
        try
        {
            var shown = new byte[samples.Length / channels * RgbImage.Channels];
            read.Convert(samples, samples.Length / channels, 1, shown);
            return IsNear(shown, same) ? null : read;
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Converts an image.</summary>
    /// <param name="samples">8 bits each, rows without gaps; of inks, 255 is the most.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">What takes red, green and blue of each pixel.</param>
    public unsafe void Convert(ReadOnlySpan<byte> samples, int width, int height, Span<byte> pixels)
    {
        fixed (byte* data = samples)
        {
            using var plain = Image.NewFromMemory((nint)data, (ulong)samples.Length, width, height, _channels, BandFormat.Uchar);
            using var typed = plain.Copy(interpretation: _channels switch { 1 => Interpretation.Bw, RgbImage.Channels => Interpretation.Srgb, _ => Interpretation.Cmyk });
            using var tagged = typed.Mutate(image => image.Set(GValue.BlobType, Field, _profile));
            using var shown = Convert(tagged);
            using var converted = new VipsSamples(shown);
            converted.Span.CopyTo(pixels);
        }
    }

    /// <summary>Whether what libvips decoded holds a profile that changes how it looks.</summary>
    internal static bool IsNeeded(Image decoded) =>
        decoded.Contains(Field) && decoded.Get(Field) is byte[] profile && From(profile, decoded.Bands) is not null;

    /// <summary>Converts an image that holds the profile.</summary>
    internal static Image Convert(Image tagged) =>
        tagged.IccTransform("srgb", embedded: true, intent: Intent.Perceptual, blackPointCompensation: true, depth: 8);

    private static int ChannelsOf(ReadOnlySpan<byte> space) =>
        space.SequenceEqual("GRAY"u8) ? 1 : space.SequenceEqual("RGB "u8) ? RgbImage.Channels : space.SequenceEqual("CMYK"u8) ? 4 : 0;

    private static bool IsNear(ReadOnlySpan<byte> shown, ReadOnlySpan<byte> same)
    {
        for (var i = 0; i < same.Length; i++)
        {
            if (Math.Abs(shown[i] - same[i]) > SameLevels)
            {
                return false;
            }
        }

        return same.Length > 0;
    }
}
