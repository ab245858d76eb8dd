using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Reelmill.Core;

namespace Reelmill.Library.Publishing.S3;

/// <summary>Translates S3 errors into errors that a user can act on. Messages contain the service's error code, never its text, which can quote keys.</summary>
internal static class S3Errors
{
    /// <summary>Tells whether the same request may succeed a little later.</summary>
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

    /// <summary>Translates the error of the last attempt.</summary>
    /// <param name="error">The error of the last attempt.</param>
    /// <param name="operation">The operation and its object, for the message.</param>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="tries">The number of attempts, if the error is transient.</param>
    public static Exception Explain(Exception error, string operation, string bucket, int tries)
    {
        if (IsTransient(error))
        {
            return new ItemException(
                PublishErrors.FailedCode,
                $"{operation}: {GetReason(error)}, {tries} times in a row. Run again later; uploaded files are not sent again.",
                transient: true,
                error);
        }

        return error switch
        {
            AmazonServiceException { ErrorCode: "NoSuchBucket" } => TargetFailure(
                $"there is no bucket '{bucket}'. Create it, or check the name and publish.s3-endpoint."),
            AmazonServiceException { ErrorCode: "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" } => TargetFailure(
                "the bucket is in another region. Set publish.s3-region."),
            AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } => TargetFailure(
                $"access denied ({GetReason(error)}). Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may list, read, write and delete in the bucket."),
            AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } => new ItemException(
                PublishErrors.FailedCode, $"{operation}: the service rejected the request ({GetReason(error)}). Check publish.s3-endpoint and the bucket's policy.", innerException: error),
            AmazonClientException => TargetFailure(
                "no request could be sent, most likely because there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."),
            _ => error,
        };

        PipelineException TargetFailure(string problem) => new(PublishErrors.FailedCode, $"{operation}: {problem}", error);
    }

    private static string GetReason(Exception error) => error switch
    {
        AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } e => $"{e.ErrorCode ?? "HTTP"} {(int)e.StatusCode}",
        TimeoutException => error.Message,
        { InnerException: { } inner } when error is not HttpRequestException => GetReason(inner),
        _ => $"the connection failed ({error.Message})",
    };
}
