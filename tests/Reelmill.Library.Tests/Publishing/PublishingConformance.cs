using Reelmill.Core;
using Reelmill.Library.Publishing;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Publishing;

/// <summary>The conformance tests of publishing, which run on every target.</summary>
public abstract class PublishingConformance : IDisposable
{
    /// <summary>The folder of the library, and of other files that a test needs.</summary>
    private protected TempFolder Folder { get; } = new();

    [Fact]
    public async Task The_master_is_written_after_the_files_it_refers_to_and_the_marker_last()
    {
        using var target = new ObservedTarget(Open());

        var result = await PublishAsync(target, "one");

        (result.Outcome, result.Uploaded, result.Skipped, result.Summary).ShouldBe((PublishOutcome.Published, SampleStream.Files, 0, "published"));
        result.Url.ShouldBe(target.GetUrl($"{SampleStream.Id}/master.m3u8"));
        (await target.ListAsync(SampleStream.Id, default)).ShouldContain(f => target.GetUrl(f.Key) == result.VersionUrl + "/thumbs.vtt");
        target.Writes[0].ShouldBe($"{SampleStream.Id}/versions.json");
        target.Writes.Select(Step).ShouldBeInOrder();
        target.Writes[^2..].ShouldBe([$"{SampleStream.Id}/master.m3u8", $"{SampleStream.Id}/reelmill.json"]);
        (await new Viewer(target).PlayCurrentAsync()).ShouldBe("one");
    }

    [Fact]
    public async Task A_stream_with_the_same_fingerprint_is_skipped()
    {
        using var target = new ObservedTarget(Open());
        await PublishAsync(target, "one");
        target.Writes.Clear();

        var result = await PublishAsync(target, "one");

        (result.Outcome, result.Uploaded, result.Skipped, result.Bytes).ShouldBe((PublishOutcome.Skipped, 0, SampleStream.Files, 0));
        (await target.ListAsync(SampleStream.Id, default)).ShouldContain(f => target.GetUrl(f.Key) == result.VersionUrl + "/thumbs.vtt");
        result.Summary.ShouldStartWith("skipped: the same fingerprint ");
        target.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_recipe_is_a_rebuild_that_names_the_change()
    {
        using var target = Open();
        await PublishAsync(target, "3000");

        var result = await PublishAsync(target, "2500");

        result.Outcome.ShouldBe(PublishOutcome.Rebuilt);
        result.Summary.ShouldBe($"rebuilt: {SampleStream.Recipe("3000")} -> {SampleStream.Recipe("2500")}");
        (await new Viewer(target).PlayCurrentAsync()).ShouldBe("2500");
    }

    [Fact]
    public async Task Viewers_see_complete_versions_at_every_step_even_in_the_middle_of_the_previous_one()
    {
        using var target = new ObservedTarget(Open());
        var viewer = new Viewer(target);
        var seen = new List<string?>();
        string? openedMaster = null;
        target.AfterChange = async () =>
        {
            seen.Add(await viewer.PlayCurrentAsync());
            if (openedMaster is not null)
            {
                await viewer.PlayAsync(openedMaster);
            }
        };

        foreach (var version in (string[])["one", "two", "three"])
        {
            openedMaster = await viewer.OpenAsync();
            await PublishAsync(target, version);
        }

        seen.Distinct(StringComparer.Ordinal).ShouldBe([null, "one", "two", "three"]);
    }

    [Fact]
    public async Task The_previous_version_stays_until_the_next_rebuild_and_older_ones_are_removed()
    {
        using var target = Open();
        await PublishAsync(target, "one");
        await PublishAsync(target, "two");
        (await VersionsAsync(target)).Count.ShouldBe(2);

        var result = await PublishAsync(target, "three");

        result.Warning.ShouldBeNull();
        (await VersionsAsync(target)).Count.ShouldBe(2);
        (await PublishAsync(target, "two")).Skipped.ShouldBe(SampleStream.Files - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(SampleStream.Files - 1)]
    [InlineData(SampleStream.Files)]
    public async Task An_interrupted_upload_resumes_and_sends_no_file_twice(int after)
    {
        using var target = new ObservedTarget(Open());
        target.BeforeWrite = _ =>
        {
            if (target.Writes.Count == after + 1) // versions.json comes first
            {
                throw new ItemException("publish_failed", "The connection was lost.");
            }
        };
        await Should.ThrowAsync<ItemException>(PublishAsync(target, "one"));
        target.BeforeWrite = static _ => { };

        var result = await PublishAsync(target, "one");

        (result.Outcome, result.Uploaded, result.Skipped).ShouldBe((PublishOutcome.Published, SampleStream.Files - after, after));
        result.Summary.ShouldBe($"published: resumed, {after} of {SampleStream.Files} files were already there");
        target.Writes.Distinct(StringComparer.Ordinal).Count().ShouldBe(target.Writes.Count);
    }

    [Fact]
    public async Task A_crash_after_the_master_keeps_both_versions_and_the_next_call_writes_the_marker()
    {
        using var target = new ObservedTarget(Open());
        await PublishAsync(target, "one");
        var openedMaster = await new Viewer(target).OpenAsync();
        target.BeforeWrite = static key =>
        {
            if (key.EndsWith("reelmill.json", StringComparison.Ordinal))
            {
                throw new ItemException("publish_failed", "The connection was lost.");
            }
        };
        await Should.ThrowAsync<ItemException>(PublishAsync(target, "two"));
        target.BeforeWrite = static _ => { };

        var result = await PublishAsync(target, "two");

        (result.Outcome, result.Uploaded).ShouldBe((PublishOutcome.Rebuilt, 0));
        (await new Viewer(target).PlayCurrentAsync()).ShouldBe("two");
        (await new Viewer(target).PlayAsync(openedMaster!)).ShouldBe("one");
        (await PublishAsync(target, "two")).Outcome.ShouldBe(PublishOutcome.Skipped);
    }

    [Fact]
    public async Task A_removed_file_is_uploaded_again()
    {
        using var target = Open();
        await PublishAsync(target, "one");
        var segment = (await target.ListAsync(SampleStream.Id, default)).First(f => f.Key.EndsWith("v720-2.m4s", StringComparison.Ordinal));
        await target.RemoveAsync([segment.Key], default);

        var result = await PublishAsync(target, "one");

        (result.Outcome, result.Summary).ShouldBe((PublishOutcome.Repaired, $"repaired: 1 of {SampleStream.Files} files were missing"));
        (await new Viewer(target).PlayCurrentAsync()).ShouldBe("one");
    }

    [Fact]
    public async Task Files_outside_of_versions_are_kept()
    {
        using var target = Open();
        await target.WriteAsync($"{SampleStream.Id}/notes/mine.vtt", new MemoryStream([1]), new StoredHeaders("text/vtt", "no-cache", ""), default);

        foreach (var version in (string[])["one", "two", "three"])
        {
            await PublishAsync(target, version);
        }

        (await target.ReadAsync($"{SampleStream.Id}/notes/mine.vtt", default)).ShouldBe([1]);
    }

    [Fact]
    public async Task Foreign_files_are_kept_even_where_they_look_like_a_version()
    {
        using var target = Open();
        await PublishAsync(target, "one");
        var version = (await VersionsAsync(target)).Single();
        string[] canaries = ["0123456789ab/mine.m4s", "abcdefabcdef/v720-0.m4s", $"{version}/poster.jpg", ".mine.0011223344556677.tmp", $"{version}/.poster.jpg.0011223344556677.tmp"];
        foreach (var canary in canaries)
        {
            await target.WriteAsync($"{SampleStream.Id}/{canary}", new MemoryStream([1]), new StoredHeaders("text/plain", "no-cache", ""), default);
        }

        foreach (var next in (string[])["two", "three", "four"])
        {
            await PublishAsync(target, next);
        }

        (await target.ListAsync(SampleStream.Id, default)).Select(f => f.Key[(SampleStream.Id.Length + 1)..])
            .Where(path => path.StartsWith(version, StringComparison.Ordinal) || canaries.Contains(path)).ShouldBe(canaries, ignoreOrder: true);
    }

    [Theory]
    [InlineData("master.m3u8", "#EXTM3U\nabcdefabcdef/v720.m3u8\n")]
    [InlineData("reelmill.json", "{}")]
    [InlineData("reelmill.json", """{ "fingerprint": "a", "folder": "public", "content": "b", "recipe": {}, "files": [] }""")]
    [InlineData("versions.json", "{}")]
    [InlineData("versions.json", """{ "1.0": ["notes.txt"] }""")]
    [InlineData("versions.json", "[1, 2]")]
    [InlineData("versions.json", """{ "abcdefabcdef": [null] }""")]
    public async Task A_foreign_file_is_not_overwritten_and_following_the_advice_helps(string name, string text)
    {
        using var target = Open();
        var key = $"{SampleStream.Id}/{name}";
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        await target.WriteAsync(key, new MemoryStream(bytes), new StoredHeaders("text/plain", "no-cache", ""), default);

        var refusal = await Should.ThrowAsync<ItemException>(PublishAsync(target, "one"));

        (refusal.Code, (await target.ListAsync(SampleStream.Id, default)).Count).ShouldBe(("publish_refused", 1));
        refusal.Message.ShouldContain(target.GetUrl(key));
        (await target.ReadAsync(key, default)).ShouldBe(bytes);
        await target.RemoveAsync([key], default);
        (await PublishAsync(target, "one")).Outcome.ShouldBe(PublishOutcome.Published);
    }

    [Fact]
    public async Task The_next_version_removes_the_files_of_an_abandoned_upload()
    {
        using var target = new ObservedTarget(Open());
        target.BeforeWrite = key =>
        {
            if (key.EndsWith("/master.m3u8", StringComparison.Ordinal))
            {
                throw new ItemException("publish_failed", "The connection was lost.");
            }
        };
        await Should.ThrowAsync<ItemException>(PublishAsync(target, "abandoned"));
        target.BeforeWrite = static _ => { };

        await PublishAsync(target, "one");

        (await VersionsAsync(target)).Count.ShouldBe(1);
    }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens an empty target.</summary>
    private protected abstract IPublishTarget Open();

    private protected Task<PublishResult> PublishAsync(IPublishTarget target, string version)
    {
        var publication = new SampleStream(Folder).WriteVersion(version);
        return new Publisher(target).PublishAsync(publication, before => SampleStream.DescribeChange(publication, before));
    }

    private static async Task<HashSet<string>> VersionsAsync(IPublishTarget target) =>
        [.. (await target.ListAsync(SampleStream.Id, default)).Select(f => f.Key.Split('/')).Where(p => p.Length > 2).Select(p => p[1])];

    private static int Step(string key) => key switch
    {
        _ when key.EndsWith("/master.m3u8", StringComparison.Ordinal) => 2,
        _ when key.EndsWith("/reelmill.json", StringComparison.Ordinal) => 3,
        _ when key.EndsWith("/versions.json", StringComparison.Ordinal) => -1,
        _ => key.EndsWith(".m3u8", StringComparison.Ordinal) ? 1 : 0,
    };
}
