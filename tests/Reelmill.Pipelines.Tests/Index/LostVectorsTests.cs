using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Index;

/// <summary>A catalog in which images are done, with a collection that lacks their vectors.</summary>
public sealed class LostVectorsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Vectors_of_a_deleted_collection_are_computed_again()
    {
        await ClipCache.MakeAsync("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=1", "-frames:v", "1", _temp["a.png"]);
        await ClipCache.MakeAsync("-f", "lavfi", "-i", "mandelbrot=size=64x48:rate=1", "-frames:v", "1", _temp["b.png"]);
        await RunAsync();
        Directory.Delete(_temp["library/vectors"], recursive: true);

        var again = await RunAsync();
        var rest = await RunAsync();

        (again.Items.Done, again.Collection!.Count).ShouldBe((2, 2));
        rest.Items.Skipped.ShouldBe(2);
    }

    private async Task<RunSummary> RunAsync()
    {
        await using var services = new RunServices(_temp["library"]);
        return await new IndexRun(services, new IndexOptions(), new RunObserver()).ExecuteAsync(InputList.Expand([_temp["a.png"], _temp["b.png"]]), CancellationToken.None, CancellationToken.None);
    }
}
