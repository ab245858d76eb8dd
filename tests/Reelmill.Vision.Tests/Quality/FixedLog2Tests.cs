using Reelmill.Vision.Quality;

namespace Reelmill.Vision.Tests.Quality;

public class FixedLog2Tests
{
    [Fact]
    public void Logarithms_are_accurate_to_six_digits()
    {
        for (var value = 1; value <= 320 * 320; value += 1 + (value / 50))
        {
            ((double)FixedLog2.Compute(value) / FixedLog2.One).ShouldBe(Math.Log2(value), 1e-6);
        }
    }
}
