using Reelmill.Core;
using Reelmill.Library.Publishing;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Publishing.Disk;

public sealed class DiskTargetTests : TargetConformance, IDisposable
{
    private readonly TempFolder _site = new();

    [Fact]
    public async Task A_target_that_cannot_be_written_ends_the_run_and_names_the_path()
    {
        await File.WriteAllTextAsync(_site["a"], "a file where a folder should be");
        using var target = Open();

        var error = await Should.ThrowAsync<PipelineException>(
            target.WriteAsync("a/one.ts", new MemoryStream([1]), new StoredHeaders("video/mp2t", "no-cache", ""), default));

        error.Code.ShouldBe("publish_failed");
        error.Message.ShouldContain(_site["a", "one.ts"]);
    }

    [Fact]
    public async Task No_temporary_file_and_no_empty_folder_is_left_behind()
    {
        using var target = Open();
        await target.WriteAsync("a/v/one.ts", new MemoryStream([1]), new StoredHeaders("video/mp2t", "no-cache", ""), default);
        Directory.GetFileSystemEntries(_site["a", "v"]).ShouldBe([_site["a", "v", "one.ts"]]);

        await target.RemoveAsync(["a/v/one.ts"], default);

        Directory.EnumerateFileSystemEntries(_site.Path).ShouldBeEmpty();
    }

    public void Dispose() => _site.Dispose();

    private protected override IPublishTarget Open() => PublishTarget.Parse(_site.Path);
}
