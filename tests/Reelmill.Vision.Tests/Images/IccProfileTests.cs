using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class IccProfileTests
{
    private const int Mutants = 500;

    private static readonly byte[] Colors = [.. Enumerable.Range(0, 17 * 17 * 17).SelectMany(static n => new[] { Level(n / 289), Level(n / 17 % 17), Level(n % 17) })];

    public static TheoryData<string> Names() => [.. Profiles.Keys];

    private static Dictionary<string, RgbProfile> Profiles { get; } = new(StringComparer.Ordinal)
    {
        ["Display P3"] = RgbProfile.DisplayP3,
        ["Adobe RGB"] = RgbProfile.AdobeRgb,
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Colors_are_converted_as_the_profile_defines(string name)
    {
        var (profile, pixels, expected) = (Profiles[name], new byte[Colors.Length], Colors.ToArray());
        profile.ConvertToSrgb(expected);

        IccProfile.From(profile.ToBytes(), 3)!.Convert(Colors, 17, 17 * 17, pixels);

        pixels.Zip(expected, static (one, two) => Math.Abs(one - two)).Max().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void Gray_levels_are_converted_as_the_profile_defines()
    {
        var (levels, pixels) = (Enumerable.Range(0, 256).Select(static n => (byte)n).ToArray(), new byte[256 * 3]);
        var profile = new RgbProfile("gray", [], 1.8);

        IccProfile.From(profile.ToGrayBytes(), 1)!.Convert(levels, 16, 16, pixels);

        pixels.Chunk(3).Zip(levels, (rgb, level) => rgb.Max(sample => Math.Abs(sample - profile.GrayToSrgb(level)))).Max().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void An_sRGB_profile_is_ignored() => IccProfile.From(RgbProfile.Srgb.ToBytes(), 3).ShouldBeNull();

    [Fact]
    public void The_sRGB_profiles_of_cameras_and_phones_are_ignored()
    {
        foreach (var name in new[] { "camera-canon-eos-d60.jpg", "coco-zebra-1818.jpg", "jpeg-ultra-hdr-gainmap.jpg", "nature-silver-fir.jpg" })
        {
            var profile = JpegProfile.Read(File.ReadAllBytes(TestMedia.Path("images", name))).ShouldNotBeNull(name);

            IccProfile.From(profile, 3).ShouldBeNull(name);
        }
    }

    [Fact]
    public void A_profile_for_another_number_of_channels_is_ignored()
    {
        IccProfile.From(RgbProfile.DisplayP3.ToBytes(), 1).ShouldBeNull();
        IccProfile.From(RgbProfile.DisplayP3.ToBytes(), 4).ShouldBeNull();
        IccProfile.From(RgbProfile.AdobeRgb.ToGrayBytes(), 3).ShouldBeNull();
    }

    [Fact]
    public void A_damaged_profile_is_ignored_or_applied_but_never_crashes_the_process()
    {
        byte[][] valid = [RgbProfile.DisplayP3.ToBytes(), JpegProfile.Read(File.ReadAllBytes(TestMedia.Path("images", "cmyk-photo-with-icc-profile.jpg")))!];
        var random = new Random(11);
        for (var n = 0; n < Mutants; n++)
        {
            var (profile, channels) = n % 10 == 0 ? (valid[1].ToArray(), 4) : (valid[0].ToArray(), 3);
            for (var changes = random.Next(1, 8); changes > 0; changes--)
            {
                profile[random.Next(channels == 4 ? 600 : profile.Length)] = (byte)random.Next(256);
            }

            IccProfile.From(n % 7 == 0 ? profile[..random.Next(profile.Length)] : profile, channels)?.Convert(new byte[channels * 64], 8, 8, new byte[3 * 64]);
        }
    }

    private static byte Level(int n) => (byte)Math.Min(255, n * 16);
}
