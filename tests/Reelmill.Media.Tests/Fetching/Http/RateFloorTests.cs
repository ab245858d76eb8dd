using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Http;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.Http;

public sealed class RateFloorTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(1, 1023, true)]
    [InlineData(1, 1024, false)]
    [InlineData(29, 1, false)]
    [InlineData(40, 1024 * 39, true)]
    [InlineData(40, 1024 * 40, false)]
    public void A_slow_server_fails_at_the_end_of_a_window(int secondsEach, int bytesEach, bool isTooSlow)
    {
        var floor = new RateFloor(new Uri("http://h/a?s3cret"), 1024, TimeSpan.FromSeconds(30), _time);
        void Read()
        {
            for (var waited = 0; waited < 31 && (waited == 0 || secondsEach != 29); waited += secondsEach)
            {
                var begun = floor.Begin();
                _time.Advance(TimeSpan.FromSeconds(secondsEach));
                floor.Count(begun, bytesEach);
            }
        }

        if (!isTooSlow)
        {
            Read();
            return;
        }

        var failure = Should.Throw<ItemException>((Action)Read);
        failure.Code.ShouldBe(FetchCodes.TooSlow);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldNotContain("s3cret");
    }

    [Fact]
    public void Time_without_waiting_for_the_server_does_not_count()
    {
        var floor = new RateFloor(new Uri("http://h/"), 1024, TimeSpan.FromSeconds(30), _time);
        for (var i = 0; i < 100; i++)
        {
            floor.Count(floor.Begin(), 1);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }
}
