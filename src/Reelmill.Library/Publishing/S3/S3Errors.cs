using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Reelmill.Core;

namespace Reelmill.Library.Publishing.S3;

/// <summary>Turns what a bucket answers into what a user can act on. Messages have the service's code, never its text: that can quote keys.</summary>
internal static class S3Errors
{
    /// <summary>Whether the same request may succeed a little later.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => true,
        AmazonServiceException { ErrorCode: "RequestTimeout" or "SlowDown" or "Throttling" } => true,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented } => true,
        AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } => false,
        HttpRequestException or IOException or SocketException or TimeoutException => true,
        { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    /// <param name="error">The last try's.</param>
    /// <param name="doing">What was being done, and where.</param>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="tries">How often it was tried, if the failure was a passing one.</param>
    public static Exception Explain(Exception error, string doing, string bucket, int tries)
    {
        if (IsTransient(error))
        {
            return new ItemException(
                PublishErrors.Failed,
                $"{doing}: {Name(error)}, {tries} times in a row. Run again later; what is there already is not sent again.",
                transient: true,
                error);
        }

        return error switch
        {
            AmazonServiceException { ErrorCode: "NoSuchBucket" } => Whole(
                $"there is no bucket '{bucket}'. Make it, or check the name and publish.s3-endpoint."),
            AmazonServiceException { ErrorCode: "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" } => Whole(
                "the bucket is in another region. Set publish.s3-region."),
            AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } => Whole(
                $"access denied ({Name(error)}). Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may list, read, write and delete there."),
            AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } => new ItemException(
                PublishErrors.Failed, $"{doing}: the service refused it ({Name(error)}). Check publish.s3-endpoint and the bucket's rules.", innerException: error),
            AmazonClientException => Whole(
                "no request could be made; most often there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."),
            _ => error,
        };

        PipelineException Whole(string what) => new(PublishErrors.Failed, $"{doing}: {what}", error);
    }

    private static string Name(Exception error) => error switch
    {
        AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } e => $"{e.ErrorCode ?? "HTTP"} {(int)e.StatusCode}",
        TimeoutException => error.Message,
        { InnerException: { } inner } when error is not HttpRequestException => Name(inner),
        _ => $"the connection failed ({error.Message})",
    };
}
