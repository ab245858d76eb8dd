namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Converts states to and from the words in the database, which are readable in any SQLite shell.</summary>
internal static class StateNames
{
    public static string Format(ItemState state) => state switch
    {
        ItemState.Pending => "pending",
        ItemState.Running => "running",
        ItemState.Done => "done",
        ItemState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    public static string Format(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Done => "done",
        RunState.Failed => "failed",
        RunState.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    public static ItemState ParseItemState(string name) => name switch
    {
        "pending" => ItemState.Pending,
        "running" => ItemState.Running,
        "done" => ItemState.Done,
        _ => ItemState.Failed,
    };

    public static RunState ParseRunState(string name) => name switch
    {
        "running" => RunState.Running,
        "done" => RunState.Done,
        "failed" => RunState.Failed,
        _ => RunState.Interrupted,
    };
}
