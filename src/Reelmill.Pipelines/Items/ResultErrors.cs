using Reelmill.Core;
using Reelmill.Core.Running;

namespace Reelmill.Pipelines.Items;

/// <summary>Creates the errors for items whose stages returned no result, or more than one.</summary>
internal static class ResultErrors
{
    private const string Code = "bad_result";

    public static ItemFailure CreateMissingResult(string pipeline, PipelineItem item)
    {
        var error = new ItemException(Code, $"Running {pipeline} on {item.Input.Display}: the stages of the pipeline returned no result. Return one for each video, or drop the video with a reason.");
        return new ItemFailure("commit", error.Code, error.Message, false, item.Attempt, error);
    }

    public static ItemException CreateSeveralResults(string pipeline, PipelineItem item) =>
        new(Code, $"Running {pipeline} on {item.Input.Display}: the stages of the pipeline returned more than one result. Return one for each video; Gather merges several.");
}
