using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Registry;

namespace Reelmill.Pipelines.Tests.Registry;

public sealed class PipelineRegistryTests
{
    [Fact]
    public void Every_pipeline_has_a_unique_name_a_summary_and_valid_defaults()
    {
        PipelineRegistry.BuiltIn.All.Select(static p => p.Name).ShouldBe(["mine", "hls", "chunk", "index", "decide"]);
        foreach (var pipeline in PipelineRegistry.BuiltIn.All)
        {
            pipeline.Summary.ShouldEndWith(".");
            pipeline.Defaults.Validate();
            PipelineRegistry.BuiltIn.Find(pipeline.Name).ShouldBeSameAs(pipeline);
        }
    }

    [Theory]
    [InlineData("mine", "mine")]
    [InlineData("chunk", "chunk")]
    [InlineData("index", "index")]
    [InlineData("index/faces", "index")]
    [InlineData("indexes", null)]
    [InlineData("publish", null)]
    [InlineData("decide", null)]
    public void Items_in_the_catalog_belong_to_one_pipeline_or_none(string catalogName, string? pipeline) =>
        PipelineRegistry.BuiltIn.FindOwner(catalogName)?.Name.ShouldBe(pipeline);

    [Fact]
    public void Each_collection_has_its_own_name_in_the_catalog()
    {
        var index = PipelineRegistry.BuiltIn.Find("index")!;

        index.CatalogName(new IndexOptions()).ShouldBe("index");
        index.CatalogName(new IndexOptions { Collection = "faces" }).ShouldBe("index/faces");
    }

    [Theory]
    [InlineData("ffmpeg", ChunkWork.Copy)]
    [InlineData("checksum", ChunkWork.Checksum)]
    [InlineData("simulated_decode", ChunkWork.Decode)]
    [InlineData("composite", ChunkWork.Checksum | ChunkWork.Decode)]
    [InlineData("ffmpeg,checksum", ChunkWork.Copy | ChunkWork.Checksum)]
    public void Processor_names_of_other_systems_are_accepted(string name, ChunkWork work) =>
        ((ChunkOptions)ChunkSettings.Keys.All.Single(static s => s.Key == "chunk.processor").Apply(new ChunkOptions(), name)).Work.ShouldBe(work);

    [Fact]
    public void A_retry_of_chunk_has_the_options_of_the_earlier_run()
    {
        foreach (var options in new ChunkOptions[]
        {
            new(),
            new() { Duration = TimeSpan.FromMilliseconds(333.3667), Start = TimeSpan.FromSeconds(2), End = TimeSpan.FromSeconds(9), Work = ChunkWork.Checksum | ChunkWork.Decode },
            new() { Work = ChunkWork.Encode, Encoding = new ChunkEncoding { Preset = "slow", Crf = 3, Threads = 2 }, Alignment = ChunkAlignment.Keyframes },
        })
        {
            var recipe = ChunkRecipe.Create(options, "7.1");

            ChunkRecipe.Create(new ChunkOptions().RestoreOptions(recipe.Json), "7.1").Json.ShouldBe(recipe.Json);
        }
    }
}
