namespace Reelmill.Library.Catalog;

/// <summary>The state of an item.</summary>
public enum ItemState
{
    /// <summary>The item waits for a run.</summary>
    Pending,

    /// <summary>An attempt has begun and has not ended.</summary>
    Running,

    /// <summary>All results of the item are in the library.</summary>
    Done,

    /// <summary>The last attempt failed; the error says why.</summary>
    Failed,
}
