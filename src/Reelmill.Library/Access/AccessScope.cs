namespace Reelmill.Library.Access;

/// <summary>What a key may do; each scope includes those before it.</summary>
public enum AccessScope
{
    /// <summary>See jobs, results and the library.</summary>
    Read,

    /// <summary>Submit, cancel, retry and delete jobs.</summary>
    Submit,

    /// <summary>Make and revoke keys and webhooks.</summary>
    Admin,
}
