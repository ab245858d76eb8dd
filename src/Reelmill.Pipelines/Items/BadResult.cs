using Reelmill.Core;
using Reelmill.Core.Running;

namespace Reelmill.Pipelines.Items;

/// <summary>The stages of a pipeline gave no result of an item, or more than one.</summary>
internal static class BadResult
{
    private const string Code = "bad_result";

    public static ItemFailure None(string pipeline, PipelineItem item)
    {
        var error = new ItemException(Code, $"Running {pipeline} on {item.Input.Display}: the stages of the pipeline gave no result. Let them give one for each video, or drop it with a reason.");
        return new ItemFailure("commit", error.Code, error.Message, false, item.Attempt, error);
    }

    public static ItemException Several(string pipeline, PipelineItem item) =>
        new(Code, $"Running {pipeline} on {item.Input.Display}: the stages of the pipeline gave more than one result. Let them give one for each video; Gather brings several together.");
}
