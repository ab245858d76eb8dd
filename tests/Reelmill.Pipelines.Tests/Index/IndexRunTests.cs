using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Index;

/// <summary>The results that <c>index</c> returns to a program.</summary>
public sealed class IndexRunTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _temp = new();

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_temp["images"]);
        await new ProcessLauncher().RunAsync(
            new ProcessSpec("ffmpeg", [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "mandelbrot=size=160x120:rate=1:end_pts=9", "-frames:v", "4", "-vf", "hue=h=n*50", _temp["images/%d.jpg"]]),
            1 << 20,
            CancellationToken.None);
        File.Copy(_temp["images/2.jpg"], _temp["images/5.jpg"]);
        await File.WriteAllTextAsync(_temp["images/6.jpg"], "no image");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task The_ids_of_all_images_are_returned_in_the_order_of_the_inputs()
    {
        var (run, images) = await IndexAsync(IndexRun.Expand([_temp["images"]]));
        var again = await IndexAsync(IndexRun.Expand([_temp["images"]]));

        run.Items.Failed.ShouldBe(1);
        images.Select(static p => Path.GetFileName(p.Input)).ShouldBe(["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"]);
        images.Select(static p => p.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
        images[4].Id.ShouldBe(images[1].Id);
        again.Run.Items.Done.ShouldBe(0);
        again.Images.ShouldBe(images);
    }

    [Fact]
    public async Task Search_results_return_the_metadata_of_an_image()
    {
        var input = new MediaInput(_temp["images/3.jpg"], InputKind.File, new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = "sku-17" });

        var (_, images) = await IndexAsync([input]);
        await using var services = new RunServices(_temp["library"]);
        var found = await new ImageSearch(services, new SearchOptions(input.Source) { Filter = "id=sku-17" }).FindAsync(CancellationToken.None);

        found.Results.ShouldHaveSingleItem().Id.ShouldBe(images.ShouldHaveSingleItem().Id);
        found.Results[0].Metadata["id"].ShouldBe("sku-17");
    }

    private async Task<IndexResult> IndexAsync(IEnumerable<MediaInput> inputs)
    {
        await using var services = new RunServices(_temp["library"]);
        return await new IndexRun(services, new IndexOptions(), new RunObserver()).IndexAsync(inputs, CancellationToken.None);
    }
}
