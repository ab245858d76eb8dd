using System.Numerics;
using Reelmill.Vision.Hashing;
using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Tests.Hashing;

public class PerceptualHashTests
{
    [Fact]
    public void Each_bit_tells_whether_a_low_DCT_coefficient_is_above_the_median()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var pixels = TestSamples.Noise(1024, seed);
            PerceptualHash.Distance(PerceptualHash.Compute(pixels), Reference(pixels)).ShouldBe(0);
        }
    }

    [Fact]
    public void Half_of_the_bits_are_set_and_the_first_bit_is_DC()
    {
        var hash = PerceptualHash.Compute(TestSamples.Noise(1024, 4));

        BitOperations.PopCount(hash).ShouldBe(32);
        (hash >> 63).ShouldBe(1UL);
    }

    [Fact]
    public void Resizing_or_darkening_an_image_changes_few_bits()
    {
        var scorer = new FrameScorer();
        var original = scorer.Score(TestSamples.Scene(1280, 720), 1280, 720, 1280, fullRange: true).Scores.Hash;
        var smaller = scorer.Score(TestSamples.Scene(854, 480), 854, 480, 854, fullRange: true).Scores.Hash;
        var darker = scorer.Score(TestSamples.Scene(1280, 720).Select(v => (byte)(v * 7 / 8)).ToArray(), 1280, 720, 1280, fullRange: true).Scores.Hash;
        var other = scorer.Score(TestSamples.Scene(1280, 720, seed: 4), 1280, 720, 1280, fullRange: true).Scores.Hash;

        PerceptualHash.Distance(original, smaller).ShouldBeLessThanOrEqualTo(4);
        PerceptualHash.Distance(original, darker).ShouldBeLessThanOrEqualTo(4);
        PerceptualHash.Distance(original, other).ShouldBeGreaterThan(12);
    }

    [Theory]
    [InlineData("sintel-trailer-720p-many-scene-cuts.mp4", 14.0)]
    [InlineData("cockatoo-720p-20fps.mp4", 4.0)]
    [InlineData("woman-and-dog-frisbee-720p.mp4", 3.0)]
    public void A_real_frame_at_other_sizes_is_within_the_default_distance(string video, double second)
    {
        var path = Reelmill.Testing.TestMedia.Path("video", video);
        ulong[] hashes = [.. new[] { (1280, 720), (854, 480), (426, 240), (160, 90) }
            .Select(s => new FrameScorer().Score(Ffmpeg.DecodeFrame(path, second, s.Item1, s.Item2), s.Item1, s.Item2, s.Item1, fullRange: false).Scores.Hash)];

        hashes.ShouldAllBe(h => PerceptualHash.Distance(h, hashes[0]) <= new QualityLimits().MaxDistance);
    }

    [Fact]
    public void A_thumbnail_of_another_size_than_32x32_is_rejected() =>
        Should.Throw<ArgumentException>(() => PerceptualHash.Compute(new byte[1023]));

    [Theory]
    [InlineData(0UL, "0000000000000000")]
    [InlineData(0xFEDCBA9876543210UL, "fedcba9876543210")]
    public void Hexadecimal_hashes_have_16_digits_and_round_trip(ulong hash, string hex)
    {
        PerceptualHash.ToHex(hash).ShouldBe(hex);
        PerceptualHash.FromHex(hex).ShouldBe(hash);
        PerceptualHash.FromHex(hex.ToUpperInvariant()).ShouldBe(hash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fedcba987654321")]
    [InlineData("fedcba98765432100")]
    [InlineData(" edcba9876543210")]
    [InlineData("gedcba9876543210")]
    public void Invalid_hexadecimal_hashes_are_rejected(string hex) =>
        Should.Throw<FormatException>(() => PerceptualHash.FromHex(hex));

    private static ulong Reference(byte[] pixels)
    {
        var low = new double[64];
        for (var i = 0; i < 64; i++)
        {
            for (var p = 0; p < 1024; p++)
            {
                low[i] += pixels[p]
                    * Math.Cos(((2 * (p % 32)) + 1) * (i % 8) * Math.PI / 64)
                    * Math.Cos(((2 * (p / 32)) + 1) * (i / 8) * Math.PI / 64);
            }
        }

        var sorted = low.Order().ToArray();
        return low.Aggregate(0UL, (hash, value) => (hash << 1) | (value > (sorted[31] + sorted[32]) / 2 ? 1UL : 0));
    }
}
