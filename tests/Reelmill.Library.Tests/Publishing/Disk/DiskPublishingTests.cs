using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing.Disk;

public sealed class DiskPublishingTests : PublishingConformance
{
    [Fact]
    public async Task A_viewer_that_plays_continuously_sees_only_complete_versions()
    {
        using var target = Open();
        using var stop = new CancellationTokenSource();
        var reader = new LoopingViewer(target);
        var reading = reader.ReadAsync(stop.Token);
        foreach (var version in Enumerable.Range(0, 12).Select(i => $"version-{i}"))
        {
            await PublishAsync(target, version);

            // Only the previous version is kept: wait until the viewer has finished the version before it.
            await Task.WhenAny(reading, reader.WaitForVersionAsync(version));
        }

        await stop.CancelAsync();
        await reading;
    }

    [Fact]
    public async Task The_next_publication_removes_the_temporary_file_of_a_killed_write()
    {
        using var target = Open();
        await PublishAsync(target, "one");
        var temporary = Folder["site", SampleStream.Id, ".master.m3u8.0011223344556677.tmp"];
        await File.WriteAllTextAsync(temporary, "half");

        await PublishAsync(target, "two");

        File.Exists(temporary).ShouldBeFalse();
    }

    [Fact]
    public async Task Publishing_again_from_scratch_gives_the_same_bytes()
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
