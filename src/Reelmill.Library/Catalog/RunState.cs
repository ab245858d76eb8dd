namespace Reelmill.Library.Catalog;

/// <summary>How a run stands.</summary>
public enum RunState
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>It went through all its items, whether they were done or failed.</summary>
    Done,

    /// <summary>It could not go on.</summary>
    Failed,

    /// <summary>It was stopped or killed.</summary>
    Interrupted,
}
