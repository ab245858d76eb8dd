using System.CommandLine;
using Reelmill.Pipelines.Index;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill index</c>: adds the embeddings of images to a collection.</summary>
internal static class IndexCommand
{
    public static Command Create() => PipelineCommand.Create<IndexOptions>(
        IndexSettings.Keys,
        "Compute embeddings of images, or of a library's kept frames, and store them in a collection for 'search'.",
        static call => RunSession.RunAsync(
            call.Library, call.Output, (services, observer, stopping, canceled) => new IndexRun(services, call.Options, observer).ExecuteAsync(call.Inputs, stopping, canceled)),
        IndexRun.Expand)
        .WithExamples(
            "reelmill index photos/ urls.txt --library out",
            "reelmill index out --library out --collection frames --embedder mobilenet-v2",
            "reelmill index shards/0001.tar --library out --store postgres://user@host/vectors");
}
