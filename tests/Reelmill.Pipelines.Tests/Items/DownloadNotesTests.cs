using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Items;

public sealed class DownloadNotesTests
{
    [Fact]
    public void A_long_download_is_mentioned_every_ten_seconds_without_its_secrets()
    {
        var clock = new ManualTimeProvider();
        var notes = new List<string>();
        var input = new MediaInput("https://host/clip.mp4?token=secret", InputKind.Url, MediaInput.NoMetadata);
        var progress = new DownloadNotes(input, notes.Add, clock);

        progress.Report(new FetchProgress(1 << 20, 8 << 20));
        clock.Advance(TimeSpan.FromSeconds(10));
        progress.Report(new FetchProgress(2 << 20, 8 << 20));
        progress.Report(new FetchProgress(3 << 20, 8 << 20));
        clock.Advance(TimeSpan.FromSeconds(10));
        progress.Report(new FetchProgress(4 << 20, null));

        notes.ShouldBe(["fetching https://host/clip.mp4?token=***: 2.0 MiB of 8.0 MiB", "fetching https://host/clip.mp4?token=***: 4.0 MiB"]);
    }
}
