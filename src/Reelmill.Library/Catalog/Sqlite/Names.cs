namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>The words that stand for states in the database, so that it reads well in any SQLite shell.</summary>
internal static class Names
{
    public static string Of(ItemState state) => state switch
    {
        ItemState.Pending => "pending",
        ItemState.Running => "running",
        ItemState.Done => "done",
        ItemState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    public static string Of(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Done => "done",
        RunState.Failed => "failed",
        RunState.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    public static ItemState Item(string name) => name switch
    {
        "pending" => ItemState.Pending,
        "running" => ItemState.Running,
        "done" => ItemState.Done,
        _ => ItemState.Failed,
    };

    public static RunState Run(string name) => name switch
    {
        "running" => RunState.Running,
        "done" => RunState.Done,
        "failed" => RunState.Failed,
        _ => RunState.Interrupted,
    };
}
