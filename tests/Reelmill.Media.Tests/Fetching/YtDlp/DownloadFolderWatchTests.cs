using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.YtDlp;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.YtDlp;

public sealed class DownloadFolderWatchTests : IDisposable
{
    private static readonly Uri Page = new("http://page.example/watch?v=s3cret");
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_grows_fast_enough_continues()
    {
        using var watch = Watch();
        Grow(300, bytes: 1024);
        watch.Broken.ShouldBeNull();
        watch.Token.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void A_slow_server_fails_when_a_window_ends()
    {
        using var watch = Watch();
        Grow(119, bytes: 10);
        watch.Broken.ShouldBeNull();
        Grow(1, bytes: 10);
        watch.Token.IsCancellationRequested.ShouldBeTrue();
        var failure = watch.Broken.ShouldNotBeNull()(Page);
        (failure.Code, failure.IsTransient).ShouldBe((FetchCodes.TooSlow, true));
        failure.Message.ShouldContain("1200 bytes in 120 s");
        failure.Message.ShouldNotContain("s3cret");
    }

    [Fact]
    public void Deleting_joined_parts_does_not_reduce_the_measured_rate()
    {
        using var watch = Watch();
        Grow(110, bytes: 2048);
        File.Delete(_folder["media.part"]);
        Grow(10, bytes: 0);
        watch.Broken.ShouldBeNull();
    }

    private DownloadFolderWatch Watch() => new(_folder.Path, new FetchOptions(), TimeSpan.FromSeconds(120), _time, default);

    private void Grow(int seconds, int bytes)
    {
        for (var i = 0; i < seconds; i++)
        {
            using (var file = new FileStream(_folder["media.part"], FileMode.Append))
            {
                file.Write(new byte[bytes]);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
