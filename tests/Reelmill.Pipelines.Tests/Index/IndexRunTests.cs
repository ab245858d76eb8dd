using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Index;

/// <summary>What a program gets back from <c>index</c>.</summary>
public sealed class IndexRunTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _temp = new();

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_temp["pictures"]);
        await new ProcessLauncher().RunAsync(
            new ProcessSpec("ffmpeg", [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "mandelbrot=size=160x120:rate=1:end_pts=9", "-frames:v", "4", "-vf", "hue=h=n*50", _temp["pictures/%d.jpg"]]),
            1 << 20,
            CancellationToken.None);
        File.Copy(_temp["pictures/2.jpg"], _temp["pictures/5.jpg"]);
        await File.WriteAllTextAsync(_temp["pictures/6.jpg"], "no picture");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task The_ids_of_all_pictures_come_back_in_the_order_in_which_they_were_named()
    {
        var (run, pictures) = await IndexAsync(IndexRun.Expand([_temp["pictures"]]));
        var again = await IndexAsync(IndexRun.Expand([_temp["pictures"]]));

        run.Items.Failed.ShouldBe(1);
        pictures.Select(static p => Path.GetFileName(p.Input)).ShouldBe(["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"]);
        pictures.Select(static p => p.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
        pictures[4].Id.ShouldBe(pictures[1].Id);
        again.Run.Items.Done.ShouldBe(0);
        again.Pictures.ShouldBe(pictures);
    }

    [Fact]
    public async Task What_is_said_of_a_picture_comes_back_with_its_id()
    {
        var input = new MediaInput(_temp["pictures/3.jpg"], InputKind.File, new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = "sku-17" });

        var (_, pictures) = await IndexAsync([input]);
        await using var services = new RunServices(_temp["library"]);
        var found = await new ImageSearch(services, new SearchOptions(input.Source) { Filter = "id=sku-17" }).FindAsync(CancellationToken.None);

        found.Results.ShouldHaveSingleItem().Id.ShouldBe(pictures.ShouldHaveSingleItem().Id);
        found.Results[0].Metadata["id"].ShouldBe("sku-17");
    }

    private async Task<IndexResult> IndexAsync(IEnumerable<MediaInput> inputs)
    {
        await using var services = new RunServices(_temp["library"]);
        return await new IndexRun(services, new IndexOptions(), new RunObserver()).IndexAsync(inputs, CancellationToken.None);
    }
}
