using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing.Disk;

public sealed class DiskPublishingTests : PublishingConformance
{
    [Fact]
    public async Task Viewers_that_never_stop_reading_see_whole_versions_only()
    {
        using var target = Open();
        using var stop = new CancellationTokenSource();
        var reader = new LoopingViewer(target);
        var reading = reader.ReadAsync(stop.Token);
        foreach (var version in Enumerable.Range(0, 12).Select(i => $"version-{i}"))
        {
            await PublishAsync(target, version);

            // A viewer is promised the version before, not the one before that: let everyone who began on it end.
            await Task.WhenAny(reading, reader.WaitForVersionAsync(version));
        }

        await stop.CancelAsync();
        await reading;
    }

    [Fact]
    public async Task What_a_killed_write_left_goes_with_the_next_publication()
    {
        using var target = Open();
        await PublishAsync(target, "one");
        var left = Folder["site", SampleStream.Id, ".master.m3u8.0011223344556677.tmp"];
        await File.WriteAllTextAsync(left, "half");

        await PublishAsync(target, "two");

        File.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public async Task The_site_has_the_same_bytes_however_it_came_to_be()
    {
        using var target = Open();
        await PublishAsync(target, "one");
        var first = Snapshot();
        Directory.Delete(Folder["site", SampleStream.Id], recursive: true);

        await PublishAsync(target, "one");

        Snapshot().ShouldBe(first);
    }

    private protected override IPublishTarget Open() => PublishTarget.Parse(Folder["site"]);

    private string[] Snapshot() =>
    [
        .. Directory.EnumerateFiles(Folder["site"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => $"{Path.GetRelativePath(Folder["site"], f)} {File.ReadAllText(f)}"),
    ];
}
