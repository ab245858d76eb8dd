using Amazon.Runtime;

namespace Reelmill.Library.Publishing;

/// <summary>Options for publishing to a bucket. Credentials are not an option, so that no configuration file and no log contains them.</summary>
/// <remarks>
/// Credentials come from <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>. Without
/// these, the AWS SDK searches its usual sources: the profile of <c>AWS_PROFILE</c>, the container, the instance.
/// </remarks>
public sealed record S3Options
{
    /// <summary>The address of an S3-compatible service, such as <c>http://127.0.0.1:9000</c> (<c>publish.s3-endpoint</c>).</summary>
    /// <value>Null by default: <c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c>, and AWS when neither is set.</value>
    public string? Endpoint { get; init; }

    /// <summary>The bucket's region (<c>publish.s3-region</c>).</summary>
    /// <value>Null by default: <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>, and <c>us-east-1</c> when neither is set.</value>
    public string? Region { get; init; }

    /// <summary>The total number of attempts for a request with transient failures (the first attempt included).</summary>
    /// <value>1 to 100; 5 by default.</value>
    public int Tries { get; init; } = 5;

    /// <summary>The median delay before the second attempt. The delay doubles for each further attempt, with jitter, up to 20 seconds.</summary>
    internal TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Credentials for tests; null for the usual sources.</summary>
    internal AWSCredentials? Credentials { get; init; }
}
