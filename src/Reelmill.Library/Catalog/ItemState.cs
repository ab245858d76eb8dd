namespace Reelmill.Library.Catalog;

/// <summary>How far an item is.</summary>
public enum ItemState
{
    /// <summary>Waits for a run.</summary>
    Pending,

    /// <summary>An attempt has begun and has not ended.</summary>
    Running,

    /// <summary>Everything made from it is in the library.</summary>
    Done,

    /// <summary>Its last attempt failed; the error says why.</summary>
    Failed,
}
