namespace Reelmill.Library.Catalog;

/// <summary>The state of a run.</summary>
public enum RunState
{
    /// <summary>The run has not ended.</summary>
    Running,

    /// <summary>The run processed all its items, with or without failures.</summary>
    Done,

    /// <summary>The run ended with an error.</summary>
    Failed,

    /// <summary>The run was stopped or killed.</summary>
    Interrupted,
}
