using Reelmill.Vision.Hashing;
using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Tests.Quality;

public class FrameScorerTests
{
    [Theory]
    [InlineData(320, 180)]
    [InlineData(161, 121)]
    [InlineData(35, 3)]
    public void Scores_match_a_simple_implementation(int width, int height)
    {
        var luma = TestSamples.Noise(width * height, width);

        var scores = new FrameScorer().Score(luma, width, height, width, fullRange: true).Scores;

        scores.Sharpness.ShouldBe(LaplacianVariance(luma, width, height), 1e-6);
        var levels = luma.Select(v => v / 255.0).Order().ToArray();
        scores.Dark.ShouldBe(levels[(int)Math.Ceiling(levels.Length * 0.99) - 1]);
        scores.Bright.ShouldBe(levels[(int)Math.Ceiling(levels.Length * 0.05) - 1]);
        var mean = levels.Average();
        scores.Mean.ShouldBe(mean, 1e-12);
        scores.Contrast.ShouldBe(Math.Sqrt(levels.Average(v => (v - mean) * (v - mean))), 1e-9);
        scores.Information.ShouldBe(Entropy(luma), 1e-6);
        scores.Motion.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void A_uniform_frame_has_no_detail_and_no_entropy(byte level)
    {
        var scores = new FrameScorer().Score(TestSamples.Uniform(640 * 360, level), 640, 360, 640, fullRange: true).Scores;

        scores.ShouldBe(new FrameScores(0, level / 255.0, level / 255.0, level / 255.0, 0, 0, 0, level == 0 ? 0 : 1UL << 63));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(1, 700)]
    public void A_frame_without_inner_pixels_has_a_sharpness_of_zero(int width, int height) =>
        new FrameScorer().Score(TestSamples.Noise(width * height, 1), width, height, width, fullRange: true).Scores.Sharpness.ShouldBe(0);

    [Fact]
    public void The_stride_can_exceed_the_width_and_the_last_row_can_be_short()
    {
        var packed = TestSamples.Scene(100, 60);
        var padded = TestSamples.Noise((59 * 130) + 100, 9);
        for (var y = 0; y < 60; y++)
        {
            packed.AsSpan(y * 100, 100).CopyTo(padded.AsSpan(y * 130));
        }

        var scorer = new FrameScorer();
        scorer.Score(padded, 100, 60, 130, fullRange: false).Scores
            .ShouldBe(scorer.Score(packed, 100, 60, 100, fullRange: false).Scores);
    }

    [Fact]
    public void Limited_and_full_range_versions_of_a_frame_have_similar_scores()
    {
        var limited = TestSamples.Scene(640, 360)[..(640 * 360)];
        var full = limited.Select(v => (byte)Math.Clamp(Math.Round((v - 16) * 255.0 / 219), 0, 255)).ToArray();

        var scorer = new FrameScorer();
        var a = scorer.Score(limited, 640, 360, 640, fullRange: false).Scores;
        var b = scorer.Score(full, 640, 360, 640, fullRange: true).Scores;

        a.Mean.ShouldBe(b.Mean, 0.002);
        a.Dark.ShouldBe(b.Dark, 0.005);
        a.Sharpness.ShouldBe(b.Sharpness, b.Sharpness * 0.02);
        PerceptualHash.Distance(a.Hash, b.Hash).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void Motion_is_the_difference_to_the_previous_sample_and_zero_for_the_first()
    {
        var scorer = new FrameScorer();
        var black = scorer.Score(TestSamples.Uniform(6400, 0), 80, 80, 80, fullRange: true);
        var white = scorer.Score(TestSamples.Uniform(6400, 255), 80, 80, 80, fullRange: true);
        var gray = scorer.Score(TestSamples.Uniform(6400, 51), 80, 80, 80, fullRange: true);

        black.WithMotionSince(null).Scores.Motion.ShouldBe(0);
        white.WithMotionSince(black).Scores.Motion.ShouldBe(1);
        gray.WithMotionSince(black).Scores.Motion.ShouldBe(0.2);
        gray.WithMotionSince(white).Scores.Motion.ShouldBe(0.8);
        gray.WithMotionSince(gray).Scores.Motion.ShouldBe(0);
    }

    [Fact]
    public void Scoring_allocates_only_the_result()
    {
        var luma = TestSamples.Scene(640, 360);
        var scorer = new FrameScorer();
        scorer.Score(luma, 640, 360, 640, fullRange: false);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            scorer.Score(luma, 640, 360, 640, fullRange: false);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100 * 1400);
    }

    private static double LaplacianVariance(byte[] luma, int width, int height)
    {
        var values = new List<double>();
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var i = (y * width) + x;
                values.Add(luma[i - 1] + luma[i + 1] + luma[i - width] + luma[i + width] - (4 * luma[i]));
            }
        }

        var mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }

    private static double Entropy(byte[] luma) =>
        -luma.GroupBy(v => v).Sum(g => (double)g.Count() / luma.Length * Math.Log2((double)g.Count() / luma.Length));
}
