using System.CommandLine;
using Reelmill.Pipelines.Index;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill index</c>: pictures to vectors.</summary>
internal static class IndexCommand
{
    public static Command Create() => PipelineCommand.Create<IndexOptions>(
        IndexSettings.Keys,
        "Make vectors of pictures, or of a library's kept frames, and keep them in a collection that 'search' reads.",
        static call => RunSession.RunAsync(
            call.Library, call.Output, (services, observer, stopping, cancelled) => new IndexRun(services, call.Options, observer).ExecuteAsync(call.Inputs, stopping, cancelled)),
        IndexRun.Expand)
        .WithExamples(
            "reelmill index photos/ urls.txt --library out",
            "reelmill index out --library out --collection frames --embedder mobilenet-v2",
            "reelmill index shards/0001.tar --library out --store postgres://user@host/vectors");
}
