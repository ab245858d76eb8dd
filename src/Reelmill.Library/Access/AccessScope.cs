namespace Reelmill.Library.Access;

/// <summary>The scope of an API key. Each scope includes those before it.</summary>
public enum AccessScope
{
    /// <summary>Read jobs, results and the library.</summary>
    Read,

    /// <summary>Submit, cancel, retry and delete jobs.</summary>
    Submit,

    /// <summary>Create and revoke keys and webhooks.</summary>
    Admin,
}
